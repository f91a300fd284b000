package graph_test

import (
	"testing"

	"dossier/internal/testworld"
)

func TestMain(m *testing.M) { testworld.Main(m) }
