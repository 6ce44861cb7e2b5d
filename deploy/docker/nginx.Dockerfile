# The web server with the built front end. What it serves where is rendered into a volume: see prepare.py.
FROM node:24-slim AS front-end
WORKDIR /frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend .
RUN npm run build

FROM nginx:stable
COPY --from=front-end /frontend/dist /usr/share/nginx/front-end
COPY --chmod=755 deploy/docker/live.sh /usr/local/bin/live
COPY --chmod=755 deploy/docker/nginx.sh /usr/local/bin/follow-and-serve
STOPSIGNAL SIGQUIT
CMD ["follow-and-serve"]
