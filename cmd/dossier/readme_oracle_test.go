package main

import (
	"os"
	"testing"
)

// TestReadmeOracle keeps what the README and docs/method.md say of a model's
// mistakes what package llm's TestOracleCurve measures; that test holds the
// file to what it comes to.
func TestReadmeOracle(t *testing.T) {
	raw, err := os.ReadFile("../../internal/analysis/llm/testdata/oracle.txt")
	if err != nil {
		t.Fatal(err)
	}
	block := "```text\n$ go test ./internal/analysis/llm -run TestOracleCurve -v\n" + string(raw) + "```\n"
	agrees(t, "oracle", block)
	agreesIn(t, method, "oracle", block)
}
