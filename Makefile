# Every target is one line; what takes more stands in .ci/.
.PHONY: run test check gen bench help

run: ## serve API and worker with sample data, Postgres and Redis included
	@go build -o bin/dossier ./cmd/dossier && exec bin/dossier demo $(ARGS)

test: check ## everything that must hold; installs Postgres where that needs no question
	@go run ./internal/embedded/install && go test -timeout 15m ./...

check: ## form: gofmt, vet, staticcheck, generated files fresh
	@.ci/check

gen: ## write generated files again
	@go tool gqlgen generate && go test ./cmd/dossier -run 'TestReadme|TestDemoFromTheFirstMinute|TestScript' -p 1 -parallel 1 -update

bench: ## figures: benchmarks, and the load beside a hand-written server
	@go test -run '^$$' -bench . -benchmem ./...

help: ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10
