# The suite, or one app of it: docker build --build-arg APP=chatbot -t rimana .
#
# PyPI's torch for Linux brings CUDA along, some gigabytes. For a CPU-only image, pass the address of
# PyTorch's CPU wheels: --build-arg PIP_EXTRA_INDEX_URL=...
FROM python:3.11-slim

ARG PIP_EXTRA_INDEX_URL=
RUN useradd --create-home --uid 1000 user && mkdir /home/user/data && chown user /home/user/data
WORKDIR /home/user/app
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY --chown=user . .

ARG APP=
ARG PUBLIC=false
ENV APP=$APP \
    HOST=0.0.0.0 \
    PORT=7860 \
    RIMANA_PUBLIC=$PUBLIC \
    RIMANA_DATA_DIR=/home/user/data \
    PYTHONUNBUFFERED=1
USER user
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "apps"]
