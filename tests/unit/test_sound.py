import wave
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.i18n.catalogue import catalogue
from core.kichwa import speech
from core.kichwa.sound import REGIONS, Region, pronounce, sound

FAKE = """#!/bin/sh
if [ "$1" = "--voices" ]; then
    echo "Pty Language Age/Gender VoiceName File"
    echo " 5  {voice}  --/M  Some_Voice  x"
    exit 0
fi
cat > {folder}/heard
echo "$@" > {folder}/asked
{answer}
"""


@pytest.mark.parametrize(
    ("word", "ipa", "respelling"),
    [
        ("wasi", "ˈwasi", "huási"),
        ("tanta", "ˈtanda", "tánda"),
        ("punku", "ˈpuŋɡu", "púngu"),
        ("pampa", "ˈpamba", "pámba"),
        ("ñukanchik", "ɲuˈkant͡ʃix", "ñukánchij"),
        ("rimanki", "riˈmaŋɡi", "rimángui"),
        ("llakta", "ˈʎaxta", "llájta"),
        ("wasikunapi", "wasikuˈnapi", "huasikunápi"),
        ("kawsay", "ˈkawsaj", "káusai"),
        ("shuk", "ʃux", "shuj"),
        ("ari", "aˈɾi", "arí"),
    ],
)
def test_words_of_the_highlands(word: str, ipa: str, respelling: str) -> None:
    heard = sound(word)
    assert (heard.ipa, heard.respelling) == (ipa, respelling)


@pytest.mark.parametrize(
    ("region", "killu", "hatun"),
    [
        ("central", "ˈkiʎu", "ˈhatun"),
        ("imbabura", "ˈkiʒu", "ˈxatun"),
        ("chimborazo", "ˈkiʒu", "ˈhatun"),
        ("amazonia", "ˈkiʎu", "ˈatun"),
    ],
)
def test_regions_differ(region: Region, killu: str, hatun: str) -> None:
    assert pronounce("killu, hatun", region).ipa == f"{killu} {hatun}"


def test_notes_are_texts_and_say_that_it_is_a_draft() -> None:
    for region in REGIONS:
        notes = pronounce("kay", region).notes
        assert "sound.draft" in notes
        assert set(notes) <= set(catalogue())


@given(st.text(max_size=100), st.sampled_from(REGIONS))
def test_any_text_is_read(text: str, region: Region) -> None:
    told = pronounce(text, region)
    assert all(heard.word in text and heard.ipa and heard.respelling for heard in told.words)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that is the whole PATH but for the shell's own programs."""
    speech.voice.cache_clear()
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(speech.shutil, "which", lambda name: _in(tmp_path, name))
    return tmp_path


def _in(folder: Path, name: str) -> str | None:
    return str(folder / name) if (folder / name).exists() else None


def install(folder: Path, voice: str = "qu", answer: str = "cat {folder}/wav") -> None:
    held = BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x00" * 80)
    (folder / "wav").write_bytes(held.getvalue())
    script = FAKE.format(voice=voice, folder=folder, answer=answer.format(folder=folder))
    (folder / "espeak-ng").write_text(script)
    (folder / "espeak-ng").chmod(0o755)


def test_without_the_program_a_sentence_says_so(program: Path) -> None:
    assert not speech.available()
    with pytest.raises(UserError, match="speech_missing"):
        speech.speak("wasi")


def test_text_is_spoken_and_never_reaches_a_shell(program: Path) -> None:
    install(program)
    text = "; touch hacked $(touch hacked) ñuka --help"
    with wave.open(BytesIO(speech.speak(text))) as heard:
        assert heard.getnframes() == 80
    assert (program / "heard").read_text(encoding="utf-8") == text
    asked = (program / "asked").read_text()
    assert "-v qu" in asked
    assert "touch" not in asked
    assert not (program / "hacked").exists()


def test_a_spanish_voice_stands_in(program: Path) -> None:
    install(program, voice="es")
    speech.speak("wasi")
    assert "-v es " in (program / "asked").read_text()


@pytest.mark.parametrize("answer", ["exit 1", "echo nothing"])
def test_a_failing_program_is_told_politely(program: Path, answer: str) -> None:
    install(program, answer=answer)
    with pytest.raises(UserError, match="speech_failed"):
        speech.speak("wasi")


def test_a_program_that_hangs_is_stopped(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(program, answer="exec sleep 30")
    monkeypatch.setattr(speech, "_TIMEOUT_S", 0.5)
    with pytest.raises(UserError, match="speech_failed"):
        speech.speak("wasi")


def test_long_text_is_refused(program: Path) -> None:
    install(program)
    with pytest.raises(UserError, match="speech_long"):
        speech.speak("a" * (speech.LONGEST + 1))
