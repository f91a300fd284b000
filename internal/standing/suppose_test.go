package standing

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/record"
)

// What would be if records were confirmed, a mentee promoted and a nomination
// accepted (M1, M2, M3, M6, M7, C7, R2, R4).
func TestSuppose(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	f := holder(owned(shop, "2022-01-01/", founder), outage(shop, "2024-06-01", "SECURITY"), engagement("2022-01-01/", imported))
	f.Pupils = []mentoring.Pupil{
		pupil(uuid.UUID{31}, "Ina", "2023-01-01/", rank("L4", "2022-01-01/")), pupil(uuid.UUID{32}, "Jon", "2023-01-01/", rank("L5", "2022-01-01/")),
	}
	board := meeting("BOARD", "TECH_STRATEGY", "PRESENTER")
	touching := decision("One login", "ARCHITECTURE", "2024-02-01/2024-02-02")
	touching.Affects, touching.CaughtOn, touching.ShippedOn = []uuid.UUID{shop, pay}, dayOf("2024-03-01"), dayOf("2024-04-01")
	s := Supposition{
		Records: append(wells(3), owned(search, "2023-01-01/"), testimony(ada, "2023-01-01/2024-01-01"), board, feedback(board, false, 5), touching,
			&record.Recognition{Base: base(record.KindRecognition, "2024-01-01/2024-01-02"), Type: "PUBLISHED", Topics: []string{"STRATEGY"}}),
		Promotions:  []SupposedRank{{Person: uuid.UUID{31}, Level: "L5", On: on("2025-06-01")}},
		NominatedTo: "L9",
	}
	pause := holder().Pauses
	before, supposed := *f, s.Records[0].Common().State
	beforeRecords, beforePupils := append([]record.Record{}, f.Records...), append([]mentoring.Pupil{}, f.Pupils...)
	g := Suppose(f, s)

	verdicts := func(f *Facts) map[string]ladder.Verdict {
		m := map[string]ladder.Verdict{}
		for _, q := range EligibilityFor(f, v, l8, on("2025-06-01")).Requirements {
			m[q.Key] = q.Verdict
		}
		for _, i := range Checklist(f, v, l8, on("2025-06-01")) {
			m[i.Key] = i.Computed
		}
		return m
	}
	was, would := verdicts(f), verdicts(g)
	for _, key := range []string{
		"product-surfaces-owned", "build-vs-buy-decisions", "founder-partnership", "investor-communication", "mentee-advancement",
		"nomination", "industry-recognition", "cross-product-coordination", "presents-without-slides",
	} {
		if was[key] == ladder.Pass || would[key] != ladder.Pass {
			t.Errorf("%s was %s and would be %s", key, was[key], would[key])
		}
	}
	if f.Person != before.Person || len(f.Nominations) != 0 || len(pause) != 0 || s.Records[0].Common().State != supposed {
		t.Error("the facts or the supposition changed")
	}
	if diff := cmp.Diff(beforeRecords, f.Records); diff != "" {
		t.Error("records changed:", diff)
	}
	if diff := cmp.Diff(beforePupils, f.Pupils); diff != "" {
		t.Error("mentees changed:", diff)
	}
	for i := 1; i < len(g.Records); i++ {
		if g.Records[i].Common().Span.From.Before(g.Records[i-1].Common().Span.From) {
			t.Error("the records are not in order")
		}
	}
}

// A promotion ends what lasts on its day, and takes the place of what would
// come after (M7).
func TestSupposedPromotion(t *testing.T) {
	t.Parallel()
	f := holder()
	f.Pupils = []mentoring.Pupil{pupil(uuid.UUID{31}, "Ina", "2023-01-01/", rank("L4", "2022-01-01/2025-01-01"), rank("L5", "2025-01-01/"))}
	p := SupposedRank{Person: uuid.UUID{31}, Level: "L6", On: on("2024-06-01")}
	ranks := Suppose(f, Supposition{Promotions: []SupposedRank{p}}).Pupils[0].Ranks
	if len(ranks) != 2 || !ranks[0].To.Equal(p.On) || ranks[1].Level != "L6" || ranks[1].To != nil {
		t.Errorf("M7: %+v", ranks)
	}
	if len(f.Pupils[0].Ranks) != 2 || f.Pupils[0].Ranks[1].Level != "L5" || !f.Pupils[0].Ranks[0].To.Equal(on("2025-01-01")) {
		t.Errorf("M7: the facts changed: %+v", f.Pupils[0].Ranks)
	}
}
