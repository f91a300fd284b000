package graph_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/page"
)

// reference is what somebody would write by hand for three operations of the
// contract: net/http, one statement each, encoding/json. It checks the token
// and the rows as the server does, and gives the same data.
type reference struct{ *api }

func (r reference) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var in struct {
		Variables struct {
			Dossier string
			First   int
		}
	}
	if err := json.NewDecoder(req.Body).Decode(&in); err != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	identity, err := r.tokens.Verify(req.Context(), strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer "))
	if err != nil {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	var person uuid.UUID
	if err := r.DB.QueryRow(req.Context(), `select person_id from identity where issuer = $1 and subject = $2`, identity.Issuer, identity.Subject).Scan(&person); err != nil {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	var data any
	switch req.URL.Path {
	case "/People":
		data, err = r.people(req.Context(), in.Variables.First)
	case "/Dossiers":
		data, err = r.dossiers(req.Context(), person, in.Variables.First)
	case "/Analysis":
		data, err = r.analysis(req.Context(), person, in.Variables.Dossier)
	}
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"data": data}) // the client is gone
}

type object = map[string]any

func (r reference) level(code *string) any {
	if code == nil {
		return nil
	}
	l := r.Version.Level(*code)
	return object{"id": l.ID().String(), "code": l.Code, "title": l.Title}
}

func (r reference) criterion(key string) any {
	c := r.Version.Level("L8").Criterion(key)
	return object{"id": c.ID().String(), "key": c.Key, "title": c.Title}
}

func (r reference) people(ctx context.Context, first int) (any, error) {
	rows, err := r.DB.Query(ctx, `select p.id, p.name, r.level, count(*) over () from person p
		left join rank_record r on r.person_id = p.id and r.ladder_id = $1 and r.during @> $2::date
		order by p.name, p.id limit $3`, r.Version.LadderID, r.Now, first)
	if err != nil {
		return nil, err
	}
	edges, total, cursor := []object{}, 0, ""
	var key uuid.UUID
	var name string
	var code *string
	_, err = pgx.ForEachRow(rows, []any{&key, &name, &code, &total}, func() error {
		cursor = page.Key{Sort: name, ID: key}.Cursor()
		edges = append(edges, object{"cursor": cursor, "node": object{"id": id.Of(id.Person, key).String(), "name": name, "level": r.level(code)}})
		return nil
	})
	return object{"people": object{"totalCount": total, "pageInfo": object{"hasNextPage": total > len(edges), "endCursor": cursor}, "edges": edges}}, err
}

const newest = `join lateral (select * from analysis a where a.dossier_id = d.id and a.status <> 'CANCELLED' order by a.created_at desc, a.id desc limit 1) a on true`

func (r reference) dossiers(ctx context.Context, person uuid.UUID, first int) (any, error) {
	rows, err := r.DB.Query(ctx, `select d.id, d.status, d.created_at, p.id, p.name, k.level, a.id, a.status, n.total,
			(select json_agg(json_build_object('id', f.id, 'criterion', f.criterion, 'score', f.score) order by f.position) from finding f where f.analysis_id = a.id)
		from dossier d `+newest+` join person p on p.id = d.candidate_id
		left join rank_record k on k.person_id = p.id and k.ladder_id = $2 and k.during @> $3::date
		cross join (select count(*) as total from dossier where candidate_id = $1) n
		where d.candidate_id = $1 order by d.created_at desc, d.id desc limit $4`, person, r.Version.LadderID, r.Now, first)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	edges, total, cursor := []object{}, 0, ""
	for rows.Next() {
		var d, p, a uuid.UUID
		var status, name, ran string
		var code *string
		var at = r.Now
		var findings []struct {
			ID        uuid.UUID
			Criterion string
			Score     *int
		}
		if err := rows.Scan(&d, &status, &at, &p, &name, &code, &a, &ran, &total, &findings); err != nil {
			return nil, err
		}
		list := []object{}
		for _, f := range findings {
			list = append(list, object{"id": id.Of(id.Finding, f.ID).String(), "criterion": r.criterion(f.Criterion), "score": f.Score})
		}
		cursor = page.Key{Sort: micros(at), ID: d}.Cursor()
		edges = append(edges, object{"cursor": cursor, "node": object{
			"id": id.Of(id.Dossier, d).String(), "status": status,
			"candidate": object{"id": id.Of(id.Person, p).String(), "name": name, "level": r.level(code)},
			"analysis":  object{"id": id.Of(id.Analysis, a).String(), "status": ran, "findings": list},
		}})
	}
	return object{"dossiers": object{"totalCount": total, "pageInfo": object{"hasNextPage": total > len(edges), "endCursor": cursor}, "edges": edges}}, rows.Err()
}
