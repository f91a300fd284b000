package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// redisTimeout bounds one dial, one read and one write, and every command of
// this package as a whole, retries included.
const redisTimeout = 3 * time.Second

// clusterReload is how often the map of a Cluster is read again. Left to
// itself the driver does so once a minute, and a refused connection does not
// hurry it: after the death of a master it would look for it that long.
const clusterReload = 2 * time.Second

// OpenRedis returns a client for an address, without connecting: Redis may be
// away when the program starts.
//
//	redis://user:password@host:6379/0                          one server
//	redis://sentinel:26379/0?addr=other:26379&master_name=main through Sentinel
//	redis://node:6379?addr=other:6379                          a Cluster
//
// rediss:// uses TLS. Under Sentinel the user and password before the host
// are those of the sentinels; the parameters username and password are those
// of the servers. A parameter that is not known is an error.
func OpenRedis(address string) (redis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		// The driver's text repeats the whole address, password included.
		if why, ok := errors.AsType[*url.Error](err); ok {
			err = why.Err
		}
		return nil, fmt.Errorf("read the redis address: %w", err)
	}
	var client redis.UniversalClient
	switch q := u.Query(); {
	case q.Has("master_name"):
		client, err = openSentinel(address)
	case q.Has("addr"):
		client, err = openCluster(address)
	default:
		client, err = openServer(address)
	}
	if err != nil {
		return nil, fmt.Errorf("read the redis address: %s", strings.TrimPrefix(err.Error(), "redis: "))
	}
	return client, nil
}

func openServer(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, err
	}
	bound(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout)
	o.DialerRetries, o.ContextTimeoutEnabled, o.DisableIdentity = 1, true, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o), nil
}

func openSentinel(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseFailoverURL(address)
	if err != nil {
		return nil, err
	}
	if o.MasterName == "" {
		return nil, errors.New("master_name is empty: give the name under which the sentinels know the master")
	}
	bound(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout)
	o.DialerRetries, o.ContextTimeoutEnabled, o.DisableIdentity = 1, true, true
	return redis.NewFailoverClient(o), nil
}

func openCluster(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, err
	}
	bound(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout)
	o.DialerRetries, o.ContextTimeoutEnabled, o.DisableIdentity = 1, true, true
	o.ClusterStateReloadInterval = clusterReload
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClusterClient(o), nil
}

// bound sets timeouts that are absent or longer than ours.
func bound(timeouts ...*time.Duration) {
	for _, t := range timeouts {
		if *t <= 0 || *t > redisTimeout {
			*t = redisTimeout
		}
	}
}

// LogRedis sends what the Redis driver has to say to log instead of the
// standard error stream. The driver has one logger for the whole process, so
// this is for the program's start to call. It speaks once for every dial that
// fails, so its words are for DEBUG; that Redis is away is said, once, by who
// misses it.
func LogRedis(log *slog.Logger) { redis.SetLogger(redisLog{log}) }

type redisLog struct{ log *slog.Logger }

func (l redisLog) Printf(ctx context.Context, format string, v ...any) {
	l.log.DebugContext(ctx, "redis driver", "text", fmt.Sprintf(format, v...))
}
