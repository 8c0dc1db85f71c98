"""Where this installation runs: read once from `RIMANA_*` variables or an `.env` file."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SHIPPED_FAQ = ASSETS / "faq" / "faq.csv"


class Settings(BaseSettings):
    """Settings of one installation; each field is the variable `RIMANA_<FIELD>`."""

    model_config = SettingsConfigDict(
        env_prefix="RIMANA_",
        env_file=".env",
        extra="ignore",  # .env may hold other programs' variables
        frozen=True,
        use_attribute_docstrings=True,
    )

    data_dir: Path = Path("~/.rimana")
    """Folder for conversations, feedback and caches; created on first use."""
    sources: Path | None = None
    """Folder with the public data of training and evaluation."""
    language: Literal["es", "en", "qu"] = "es"
    """Language of the pages until a visitor chooses another."""
    faq: Path = SHIPPED_FAQ
    """Question-and-answer file that the chatbot serves."""
    contact: str = "informes@cifb.example · 000 555 0100"
    """Whom visitors may turn to when the FAQ has no answer."""
    encoder: Literal["rimana", "e5"] = "rimana"
    """Sentence encoder: our own, or multilingual-e5-small when its weights are on this machine."""
    model: str = "llamita"
    """Language model: an id of core/models/catalogue.toml, a Hub id, a folder, or the address of an
    OpenAI-compatible server ("http://host:8000/v1", "#name" behind it if it serves several)."""
    model_key: SecretStr | None = None
    """Key of that server."""
    download: bool = False
    """Fetch the model from the Hugging Face Hub when it is not on this machine."""
    public: bool = False
    """True on a public Space: uploads and editing need the admin password."""
    admin_password: SecretStr | None = None
    """Opens uploads and editing on a public Space; without it they stay off there."""
    max_question_chars: int = Field(1000, ge=100, le=20_000)
    """Longest question that is answered, in characters."""
    max_translation_chars: int = Field(5000, ge=500, le=100_000)
    """Longest text that is translated at once, in characters."""
    max_upload_mib: int = Field(10, ge=1, le=200)
    """Largest file a visitor may upload, in MiB."""
    retention_days: int = Field(90, ge=1)
    """Days until stored conversations are deleted."""

    @property
    def home(self) -> Path:
        """Return the data folder, expanded and existing."""
        folder = self.data_dir.expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def sources_folder(self) -> Path:
        """Return where the public data lie: `RIMANA_SOURCES`, or where `make data` puts them."""
        return self.sources or self.data_dir.expanduser() / "sources"


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
