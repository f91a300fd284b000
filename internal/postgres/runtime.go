package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
)

// Runtime is the role that the program runs as. It may read and write rows,
// add to the audit trail without changing it, and change no table. Roles are
// the cluster's: all databases of it share this one. See runtime.sql.
const Runtime = "dossier_runtime"

//go:embed runtime.sql
var rights string

// makeRuntime makes the role where it is missing, and whoever migrates a
// member of it, so that tools on the owner's address can give up their rights.
func makeRuntime(ctx context.Context, conn *pgx.Conn) error {
	return patiently(ctx, func() error {
		var user string
		var there, member bool
		mode := "set" // since PostgreSQL 16 a member may lack the right to SET ROLE
		if conn.PgConn().ParameterStatus("server_version") < "16" {
			mode = "member"
		}
		err := conn.QueryRow(ctx, `select current_user, coalesce(pg_has_role(r.oid, $2), false), r.oid is not null
			from (select) one left join pg_roles r on r.rolname = $1`, Runtime, mode).Scan(&user, &member, &there)
		if err != nil {
			return Fault(err, "look for the role "+Runtime)
		}
		if user == Runtime {
			return fault.New(fault.Invalid, "%s may not change tables: name the owner of the tables in DATABASE_URL to migrate", Runtime)
		}
		todo := ""
		if !there {
			todo = "create role " + Runtime + "; "
		}
		if !member {
			todo += "grant " + Runtime + " to " + pgx.Identifier{user}.Sanitize()
		}
		if todo == "" {
			return nil
		}
		_, err = conn.Exec(ctx, todo)
		if Code(err) == "42501" {
			return fault.Wrap(fault.Invalid, err, "the program runs as the role %s, which %s may not make or join: as a superuser run `%s`, then migrate again", Runtime, user, todo)
		}
		return err
	})
}

// grantRuntime gives the role its rights on the tables that there are.
func grantRuntime(ctx context.Context, conn *pgx.Conn) error {
	return patiently(ctx, func() error {
		_, err := conn.Exec(ctx, rights)
		if err != nil {
			return fmt.Errorf("give the role %s its rights: %w", Runtime, err)
		}
		return nil
	})
}

// patiently tries again while another process does the same at the same time:
// roles and rights have no lock to wait for.
func patiently(ctx context.Context, do func() error) error {
	for pause := 5 * time.Millisecond; ; pause *= 2 {
		err := do()
		switch Code(err) {
		case "23505", "42710", "XX000": // made twice, made already, tuple concurrently updated
		default:
			return err
		}
		if pause > 2*time.Second {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// LetRuntimeIn makes the role able to sign in with a password, so that servers
// and workers need no other. dsn is the owner's. The password itself is not
// sent, as statements may be logged.
func LetRuntimeIn(ctx context.Context, dsn, password string) error {
	if len(password) < 8 || strings.ContainsFunc(password, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fault.New(fault.Invalid, "the password for %s: use 8 or more letters, digits and signs, as openssl rand -hex 24 makes", Runtime)
	}
	conn, err := connectOwner(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	verifier, err := scram(password)
	if err != nil {
		return err
	}
	err = patiently(ctx, func() error {
		_, err := conn.Exec(ctx, "alter role "+Runtime+" login password '"+verifier+"'")
		return err
	})
	if Code(err) == "42501" {
		return fault.Wrap(fault.Invalid, err, "whoever migrates may not set a password for the role %s: as a superuser run `alter role %s login` and `\\password %s`, and leave the password out here", Runtime, Runtime, Runtime)
	}
	return Fault(err, "let "+Runtime+" sign in")
}

// scram is what Postgres keeps of a password (RFC 5803).
func scram(password string) (string, error) {
	const rounds = 4096
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("make a salt: %w", err)
	}
	salted, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("hash the password: %w", err)
	}
	mac := func(text string) []byte {
		h := hmac.New(sha256.New, salted)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	stored := sha256.Sum256(mac("Client Key"))
	b64 := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", rounds, b64(salt), b64(stored[:]), b64(mac("Server Key"))), nil
}
