package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded/pgtest"
)

// office runs commands on a database of the test's own.
type office struct {
	t   *testing.T
	dsn string
}

// run is a command that must succeed; it returns what was said.
func (o office) run(args ...string) string {
	o.t.Helper()
	code, out, errs := o.try(args...)
	if code != 0 {
		o.t.Fatalf("%q: exit %d: %s", args, code, errs)
	}
	return out
}

// refused is a command that must fail, saying so.
func (o office) refused(says string, args ...string) {
	o.t.Helper()
	if code, _, errs := o.try(args...); code != 1 || !strings.Contains(errs, says) {
		o.t.Errorf("%q: exit %d: %s, want %q", args, code, errs, says)
	}
}

func (o office) try(args ...string) (code int, said, failed string) {
	var out, errs bytes.Buffer
	code = run(append(args, "--database-url", o.dsn), streams{strings.NewReader(""), &out, &errs})
	return code, out.String(), errs.String()
}

// grant grants, and returns the person's id.
func (o office) grant(subject, name string, more ...string) string {
	o.t.Helper()
	said := o.run(append([]string{"grant", "--issuer", "https://i.test", "--subject", subject, "--name", name}, more...)...)
	found := regexp.MustCompile(`\(person (\S+)\)`).FindStringSubmatch(said)
	if found == nil {
		o.t.Fatalf("no id in %q", said)
	}
	return found[1]
}

func TestGrantAndMerge(t *testing.T) {
	t.Parallel()
	o := office{t, pgtest.New(t)}
	o.run("ladder", "import")
	hana := o.grant("hana", "Hana", "--role", "house-founder", "--from", "2020-01-01")
	second := o.grant("hana-2", "Hana Abe", "--role", "steward")
	ana := o.grant("ana", "Ana", "--role", "candidate")
	for _, attester := range []string{ana, second} {
		o.refused("only a house founder or somebody at L10 vouches", "grant", "--issuer", "https://i.test", "--subject", "ana", "--level", "L8", "--since", "2024-02-29", "--attested-by", attester)
	}
	if said := o.run("grant", "--issuer", "https://i.test", "--subject", "ana", "--level", "L8", "--since", "2024-02-29", "--attested-by", hana); !strings.Contains(said, "Ana holds L8 from 2024-02-29 on") {
		t.Errorf("said %q", said)
	}
	o.refused("is no id of a person", "grant", "--issuer", "https://i.test", "--subject", "ana", "--role", "panelist", "--attested-by", "hana")

	o.refused("--double: \"hana\" is no id of a person", "merge", "--double", "hana", "--into", ana)
	o.refused("the double has a rank", "merge", "--double", ana, "--into", hana)
	if said, want := o.run("merge", "--double", second, "--into", hana), "Hana Abe and Hana are one person now (person "+hana+")\n"; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	o.refused("was merged already", "merge", "--double", second, "--into", hana)
	// The other account is hers now, and so is what it is granted.
	if again := o.grant("hana-2", "", "--role", "panelist"); again != hana {
		t.Errorf("granted to %s, want %s", again, hana)
	}

	db, err := pgx.Connect(t.Context(), o.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	var attested, trail string
	err = db.QueryRow(t.Context(), `select (select p.name from rank_record r join person p on p.id = r.attested_by),
		(select string_agg(act || coalesce(' ' || (detail->>'role'), ' ' || (detail->>'level'), ''), ', ' order by seq) from audit where actor is null and act in ('grant', 'merge'))`).Scan(&attested, &trail)
	if want := "grant HOUSE_FOUNDER, grant STEWARD, grant CANDIDATE, grant L8, merge, grant PANELIST"; err != nil || attested != "Hana" || trail != want {
		t.Errorf("attested by %s; trail %q, want %q, %v", attested, trail, want, err)
	}
}
