# One image for the gateway, the services, their workers and all else in Python: the same code, another command.
FROM python:3.13-slim AS packages
WORKDIR /locks
COPY deploy/native/installer.lock .
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action ignore --require-hashes -r installer.lock
COPY pyproject.toml requirements.lock ./
# What the services need, and the stand-ins of a development system; neither servers nor the tools of tests.
RUN uv venv --quiet /opt/venv && uv pip install --quiet --no-cache --system-certs --compile-bytecode --python /opt/venv/bin/python \
    --require-hashes --constraints requirements.lock --requirements pyproject.toml --extra development

FROM python:3.13-slim
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --home-dir /nonexistent app
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY shared shared
COPY gateway gateway
COPY auth_service auth_service
COPY user_service user_service
COPY event_service event_service
COPY ticket_service ticket_service
COPY notification_service notification_service
COPY nginx nginx
COPY deploy deploy
RUN python -m compileall -q . && install -m 755 deploy/docker/live.sh /usr/local/bin/live && install -d -o app -g app /data
USER app
STOPSIGNAL SIGTERM
