package main

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
)

// A level that was held elsewhere comes in although a lower one is held here:
// somebody else vouches for it, and the lower one ends where it begins. S11a.
func TestGrantOfAHigherLevel(t *testing.T) {
	t.Parallel()
	o := office{t, pgtest.New(t)}
	o.run("ladder", "import")
	hana := o.grant("hana", "Hana", "--role", "house-founder", "--from", "2020-01-01")
	ana := o.grant("ana", "Ana", "--role", "candidate")
	level := func(level, since string, more ...string) []string {
		return append([]string{"grant", "--issuer", "https://i.test", "--subject", "ana", "--level", level, "--since", since}, more...)
	}
	o.run(level("L7", "2020-01-01")...)
	o.refused("--attested-by: Ana holds L7 today; name who vouches for L9", level("L9", "2024-01-01")...)
	o.refused("nobody for their own", level("L9", "2024-01-01", "--attested-by", ana)...)
	o.refused("--since: Ana holds L7 since 2020-01-01", level("L9", "2020-01-01", "--attested-by", hana)...)
	o.refused("which is above L6", level("L6", "2024-01-01", "--attested-by", hana)...)
	o.run(level("L9", "2024-01-01", "--attested-by", hana)...)
	o.run(level("L9", "2024-01-01", "--attested-by", hana)...)

	db, err := pgx.Connect(t.Context(), o.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	rows, err := db.Query(t.Context(), `select concat_ws(' ', level, during, cause, (select name from person where id = attested_by), case when superseded_at is not null then 'superseded' end)
		from rank_record order by superseded_at nulls last, during`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if want := []string{"L7 [2020-01-01,) IMPORT superseded", "L7 [2020-01-01,2024-01-01) CORRECTION Hana", "L9 [2024-01-01,) IMPORT Hana"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	var trail int
	err = db.QueryRow(t.Context(), `select count(*) from audit a where act = 'grant' and detail->>'level' = 'L9' and detail->>'attestedBy' = (select id::text from person where name = 'Hana')
		and detail->>'supersedes' = (select id::text from rank_record where superseded_at is not null)`).Scan(&trail)
	if err != nil || trail != 1 {
		t.Errorf("%d such rows in the trail, %v", trail, err)
	}
}
