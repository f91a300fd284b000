package ladder

import (
	"testing"

	"dossier/ladders"
)

func TestShippedLadderLoads(t *testing.T) {
	v, err := Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	l8 := v.Level("L8")
	if len(v.Levels) != 10 || l8 == nil {
		t.Fatalf("%d levels, L8 = %v", len(v.Levels), l8)
	}
	leaves := 0
	for _, c := range l8.PanelCriteria {
		leaves += len(c.Leaves)
	}
	if len(l8.PanelCriteria) != 5 || leaves != 28 {
		t.Errorf("%d criteria with %d leaves, want 5 with 28", len(l8.PanelCriteria), leaves)
	}
}
