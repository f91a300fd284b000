// Package embedded runs what the program needs when nobody has set it up: a
// private Postgres made from the binaries of this machine, and a Redis inside
// the process. It is for the one-command run and for the tests; a deployment
// sets DATABASE_URL and REDIS_URL and never comes here. It owns a base folder
// (lock, format, log and the cluster) and knows nothing of schemas or areas.
//
// The base folder holds:
//
//	dossier-format   one number; a folder written by a newer program is refused
//	lock             held for as long as a program uses the folder
//	postgres.log     what the server says
//	data             the cluster
package embedded
