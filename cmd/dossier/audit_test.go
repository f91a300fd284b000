package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/id"
	"dossier/internal/postgres"
)

// dossierSays runs the program in this process.
func dossierSays(args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	code = run(args, streams{strings.NewReader(""), &o, &e})
	return o.String(), e.String(), code
}

func TestAuditAtTheTerminal(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	owner := pgtest.Owner(t, pool)
	at := "--database-url=" + pool.Config().ConnString()
	ana, sam := uuid.UUID{1}, uuid.UUID{2}
	record := id.Of(id.Record, uuid.UUID{3})
	add := func(entries ...audit.Entry) {
		t.Helper()
		err := postgres.InTx(t.Context(), pool, func(tx pgx.Tx) error { return audit.Append(t.Context(), tx, now(), entries...) })
		if err != nil {
			t.Fatal(err)
		}
	}
	verify := func(want int, says string, args ...string) string {
		t.Helper()
		out, errs, code := dossierSays(append([]string{"audit", "verify", at}, args...)...)
		if code != want || !strings.Contains(out+errs, says) {
			t.Errorf("verify %q: code %d, %s%s, want %d and %q", args, code, out, errs, want, says)
		}
		return strings.TrimSpace(strings.TrimPrefix(regexp.MustCompile(`head .*`).FindString(out), "head "))
	}

	empty := verify(0, "is whole: 0 rows")
	add(audit.By(ana, "recordTestimony", record, ana, "state", "CLAIMED"), audit.By(sam, "confirmRecord", record, ana, "state", "CONFIRMED"))
	head := verify(0, "is whole: 2 rows", "--head", empty)
	add(audit.Entry{Act: "import", Object: record, Subject: &sam})
	verify(0, "is whole: 3 rows", "--head", head)

	out, errs, code := dossierSays("audit", "list", at, "--person", personID(ana), "--since", "2026-01-01")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 2 || !strings.HasPrefix(lines[1], "2  20") || !strings.HasSuffix(lines[1], "  confirmRecord  "+record.String()+"  by "+personID(sam)+"  state=CONFIRMED") {
		t.Errorf("list: code %d\n%s%s", code, out, errs)
	}
	if out, _, _ := dossierSays("audit", "list", at, "--person", personID(sam)); strings.Count(out, "\n") != 1 || !strings.Contains(out, "by the program") {
		t.Errorf("list of another: %s", out)
	}
	if out, errs, code := dossierSays("audit", "list", at, "--person", personID(ana), "--since", "2999-01-01"); code != 0 || out+errs != "" {
		t.Errorf("list of days to come: code %d, %s%s", code, out, errs)
	}

	tamper := func(sql string) {
		t.Helper()
		for _, s := range []string{"alter table audit disable trigger all", sql, "alter table audit enable trigger all"} {
			if _, err := owner.Exec(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
	}
	tamper("delete from audit where seq = 3")
	last := verify(0, "is whole: 2 rows")
	verify(1, "dossier: the audit trail is broken: row 3 is missing: row 9 was noted, and the trail ends at row 2; it is whole up to row 2\n", "--head", "9"+strings.TrimPrefix(last, "2"))
	verify(1, "row 2 is not the one that was noted", "--head", "2:"+strings.Repeat("0", 64))
	tamper("update audit set subject = actor where seq = 2")
	verify(1, "dossier: the audit trail is broken: row 2 is not as it was written; it is whole up to row 1\n")
}
