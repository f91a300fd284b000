// Package queue gets due work done once. The truth about a job is its row in
// Postgres: status, attempt, fence and lease. Redis only delivers ids, so it
// may be emptied at any moment and no job is lost; a fault of Redis costs
// delay.
//
// The way of a job: an area inserts the row in its own transaction; the Relay
// pushes the ids of due rows to a sorted set in Redis; a Worker pops an id,
// claims the row and keeps its lease by heartbeats; the result is saved in one
// transaction with the end of the row, and only under the fence of the claim,
// so two workers may hold the same id and one result is kept. The Reaper takes
// back rows whose lease ran out. A lost lease is no failed attempt: a job that
// may have killed its worker runs alone in its process next time, and after
// two more crashes it is given up.
//
// The package owns the queue columns of the table it is given and the Redis
// keys {kind}:ready and the channel named in notify.go. It knows neither what
// a job means nor the other columns of the row. Every time that is compared
// comes from Postgres; a worker measures nothing but durations.
package queue
