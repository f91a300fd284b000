package ladders

import (
	"encoding/json"
	"io/fs"
	"testing"
)

func TestEverythingIsCarried(t *testing.T) {
	schema, err := fs.ReadFile(FS(), Schema)
	if err != nil || !json.Valid(schema) {
		t.Errorf("the schema: valid %v, %v", json.Valid(schema), err)
	}
	for _, name := range []string{"ladder.yaml", "l8.yaml", "unruled.yaml"} {
		if _, err := fs.Stat(Default(), name); err != nil {
			t.Error(err)
		}
	}
	for _, folder := range []string{"rubric", "policy"} {
		if list, err := fs.ReadDir(Default(), folder); err != nil || len(list) < 5 {
			t.Errorf("%s holds %d files, %v", folder, len(list), err)
		}
	}
}
