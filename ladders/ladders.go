// Package ladders carries the ladders that ship with the program, as the
// files that people edit: a directory each, and the JSON Schema that editors
// check them with. What the files mean is the business of package ladder.
package ladders

import (
	"embed"
	"io/fs"
)

//go:embed schema.json ai-first-business-manager
var files embed.FS

// Schema is the path of the JSON Schema in FS.
const Schema = "schema.json"

// FS holds the shipped ladders, a directory each, and the schema.
func FS() fs.FS { return files }

// Default is the ladder that a new installation gets.
func Default() fs.FS {
	dir, err := fs.Sub(files, "ai-first-business-manager")
	if err != nil {
		panic("ladders: " + err.Error()) // the path is a constant that fs.ValidPath accepts
	}
	return dir
}
