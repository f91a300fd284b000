# The program in an image of its own: one static binary, no shell, no user
# with a name. See docker-compose.yml for the whole set.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
ENV OUT=/out
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X main.buildVersion=$VERSION" -o "$OUT/dossier" ./cmd/dossier && mkdir "$OUT/data"

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip
COPY --from=build /out/dossier /dossier
# A volume that is mounted here is the program's, as the folder is.
COPY --from=build --chown=65534:65534 /out/data /data
# A container is reached from outside itself, so the loopback default of the
# program would be no use. Time zones come from Go's own list.
ENV DOSSIER_LISTEN=0.0.0.0:8080 \
    DOSSIER_METRICS_LISTEN=0.0.0.0:8081 \
    DOSSIER_DATA=/data \
    ZONEINFO=/zoneinfo.zip
USER 65534:65534
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/dossier", "health"]
ENTRYPOINT ["/dossier"]
CMD ["serve"]
