package notify_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"dossier/internal/notify"
	"dossier/internal/problem"
)

func TestSettingsThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for what, tc := range map[string]struct {
		email, zone string
		mode        notify.Mode
		hour        int
		path        string
	}{
		"a name beside it":      {"Ana <ana@example.org>", "UTC", notify.Daily, 7, "email"},
		"a name that hides it":  {`"boss@example.org" <ana@example.org>`, "UTC", notify.Daily, 7, "email"},
		"two":                   {"ana@example.org,ben@example.org", "UTC", notify.Daily, 7, "email"},
		"a header behind it":    {"ana@example.org\r\nBcc: x@example.org", "UTC", notify.Daily, 7, "email"},
		"a line end":            {"ana@example.org\n", "UTC", notify.Daily, 7, "email"},
		"NUL":                   {"ana\x00@example.org", "UTC", notify.Daily, 7, "email"},
		"a space":               {" ana@example.org", "UTC", notify.Daily, 7, "email"},
		"quotes":                {`"a b"@example.org`, "UTC", notify.Daily, 7, "email"},
		"a comment":             {"ana@example.org(x)", "UTC", notify.Daily, 7, "email"},
		"a machine by number":   {"ana@[127.0.0.1]", "UTC", notify.Daily, 7, "email"},
		"a bare number":         {"ana@127.0.0.1", "UTC", notify.Daily, 7, "email"},
		"a machine of the net":  {"root@localhost", "UTC", notify.Daily, 7, "email"},
		"letters that resemble": {"ana@exаmple.org", "UTC", notify.Daily, 7, "email"},
		"two dots":              {"ana..b@example.org", "UTC", notify.Daily, 7, "email"},
		"no domain":             {"ana@", "UTC", notify.Daily, 7, "email"},
		"a path of mail":        {"ana%example.net@example.org", "UTC", notify.Daily, 7, ""},
		"empty":                 {"", "UTC", notify.Daily, 7, "email"},
		"longer than SMTP":      {"ana@" + strings.Repeat("example.", 32) + "org", "UTC", notify.Daily, 7, "email"},
		"no mode":               {"ana@example.org", "UTC", "", 7, "mode"},
		"another mode":          {"ana@example.org", "UTC", "WEEKLY", 7, "mode"},
		"the server's zone":     {"ana@example.org", "Local", notify.Daily, 7, "zone"},
		"no zone":               {"ana@example.org", "", notify.Daily, 7, "zone"},
		"a zone by path":        {"ana@example.org", "../../etc/passwd", notify.Daily, 7, "zone"},
		"an unknown zone":       {"ana@example.org", "Mars/Base", notify.Daily, 7, "zone"},
		"before the day":        {"ana@example.org", "UTC", notify.Daily, -1, "hour"},
		"after the day":         {"ana@example.org", "UTC", notify.Daily, 24, "hour"},
	} {
		err := h.acts.Set(t.Context(), h.ben, notify.SetNotificationsInput{Email: &tc.email, Mode: tc.mode, Zone: tc.zone, Hour: tc.hour}, h.Now)
		refused, ok := errors.AsType[*problem.Invalid](err)
		if tc.path == "" && err != nil || tc.path != "" && (!ok || len(refused.Fields) != 1 || refused.Fields[0].Path != "input."+tc.path) {
			t.Errorf("%s: got %v, want a refusal of %q", what, err, tc.path)
		}
	}
	if err := h.acts.Set(t.Context(), h.ben, notify.SetNotificationsInput{Mode: notify.AtOnce, Zone: "UTC"}, h.Now); err == nil || !strings.Contains(err.Error(), "input.email: is missing") {
		t.Errorf("at once without an address: %v", err)
	}
}

// What is set is read back by its person and by nobody else, and the trail says
// that it was set but no address.
func TestSettingsAreOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	read := func(name string, want notify.Settings) {
		t.Helper()
		got, err := h.store.Settings(t.Context(), h.named(name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("%s reads:\n%s", name, diff)
		}
	}
	read("Ben", notify.Default())
	for _, email := range []string{"ben@example.org", "b.e+n@mail.example.co.uk"} {
		h.must(h.acts.Set(t.Context(), h.ben, notify.SetNotificationsInput{Email: &email, Mode: notify.AtOnce, Zone: "Asia/Kathmandu", Hour: 0}, h.Now))
		read("Ben", notify.Settings{Email: &email, Mode: notify.AtOnce, Zone: "Asia/Kathmandu", Hour: 0})
		read("Sten", notify.Default())
	}
	h.must(h.acts.Set(t.Context(), h.ben, notify.SetNotificationsInput{Mode: notify.Off, Zone: "UTC", Hour: 23}, h.Now))
	read("Ben", notify.Settings{Mode: notify.Off, Zone: "UTC", Hour: 23})
	rows, err := h.DB.Query(t.Context(), `select act || ' ' || detail::text from audit where actor = $1 and act = 'setNotifications' order by seq`, h.ben.Person)
	h.must(err)
	trail, err := pgx.CollectRows(rows, pgx.RowTo[string])
	h.must(err)
	if len(trail) != 3 || strings.Contains(strings.Join(trail, ""), "@") || !strings.Contains(trail[2], "OFF") {
		t.Errorf("the trail says %q", trail)
	}
}
