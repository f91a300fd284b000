package files_test

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// bucket answers as S3 does, for one bucket of its own, over a real socket.
type bucket struct {
	mu      sync.Mutex
	objects map[string][]byte
	// fresh are the objects that were written now; all others are of 2023.
	fresh  map[string]bool
	writes int
	// down is answered to all, if set; cut ends answers in their middle.
	down int
	cut  bool
}

func startBucket(t *testing.T) (*bucket, string) {
	b := &bucket{objects: map[string][]byte{}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return b, "s3://files?region=eu-central-1&use_path_style=true&endpoint=" + server.URL
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	refuse := func(status int, code string) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = io.WriteString(w, `<Error><Code>`+code+`</Code><Message>no</Message></Error>`)
		}
	}
	key, mine := strings.CutPrefix(r.URL.Path, "/files/")
	data, there := b.objects[key]
	switch {
	case b.down != 0:
		refuse(b.down, "ServiceUnavailable")
	case r.Method == http.MethodGet && r.URL.Path == "/files" && r.URL.Query().Get("list-type") == "2":
		b.list(w, r.URL.Query().Get("prefix"))
	case !mine || !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=key-of-test/"):
		refuse(http.StatusForbidden, "AccessDenied")
	case r.Method == http.MethodPut:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			refuse(http.StatusBadRequest, "IncompleteBody")
			return
		}
		b.objects[key] = body
		b.writes++
		sum := md5.Sum(body)
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
	case r.Method == http.MethodDelete:
		delete(b.objects, key)
		w.WriteHeader(http.StatusNoContent)
	case !there:
		refuse(http.StatusNotFound, "NoSuchKey")
	case b.cut:
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(data[:1])
	default:
		http.ServeContent(w, r, "", time.Unix(1700000000, 0), strings.NewReader(string(data)))
	}
}

// list answers with the objects whose keys begin so, in one page.
func (b *bucket) list(w http.ResponseWriter, prefix string) {
	w.Header().Set("Content-Type", "application/xml")
	_, _ = io.WriteString(w, `<ListBucketResult><Name>files</Name><IsTruncated>false</IsTruncated>`)
	for _, key := range slices.Sorted(maps.Keys(b.objects)) {
		at := time.Unix(1700000000, 0)
		if b.fresh[key] {
			at = time.Now()
		}
		if strings.HasPrefix(key, prefix) {
			_, _ = fmt.Fprintf(w, `<Contents><Key>%s</Key><LastModified>%s</LastModified><Size>%d</Size></Contents>`, key, at.UTC().Format(time.RFC3339), len(b.objects[key]))
		}
	}
	_, _ = io.WriteString(w, `</ListBucketResult>`)
}
