package wire

import (
	"mime"
	"strconv"
	"strings"
)

// The media types of an answer.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
	mediaStream   = "text/event-stream"
)

// offer is what an Accept header says of one media type.
type offer struct {
	quality float64
	exact   int // 0 by */*, 1 by type/*, 2 by name
}

// acceptance is an Accept header, judged for the three types.
type acceptance struct {
	json, response, stream offer
}

// parseAccept reads the Accept headers of a request. Without any, JSON is
// what a client of old means.
func parseAccept(headers []string) acceptance {
	if strings.TrimSpace(strings.Join(headers, "")) == "" {
		return acceptance{json: offer{quality: 1}}
	}
	var a acceptance
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		media, quality, ok := mediaRange(part)
		if !ok {
			continue
		}
		a.json.take(mediaJSON, media, quality)
		a.response.take(mediaResponse, media, quality)
		a.stream.take(mediaStream, media, quality)
	}
	return a
}

// mediaRange reads one range of an Accept header; one that makes no sense is
// none.
func mediaRange(part string) (media string, quality float64, ok bool) {
	media, params, err := mime.ParseMediaType(part)
	if err != nil || !isUTF8(params["charset"]) {
		return "", 0, false
	}
	quality = 1
	if q, given := params["q"]; given {
		quality, err = strconv.ParseFloat(q, 64)
		if err != nil || !(quality >= 0 && quality <= 1) {
			return "", 0, false
		}
	}
	return media, quality, true
}

// take notes a range of the header if it covers the type more closely than
// what was noted before; of two equally close ones the better quality counts.
func (o *offer) take(own, media string, quality float64) {
	exact := 0
	switch major, _, _ := strings.Cut(own, "/"); media {
	case own:
		exact = 2
	case major + "/*":
		exact = 1
	case "*/*":
	default:
		return
	}
	if exact > o.exact || exact == o.exact && quality > o.quality {
		*o = offer{quality: quality, exact: exact}
	}
}

// none says that the client takes nothing we can send.
func (a acceptance) none() bool {
	return a.json.quality == 0 && a.response.quality == 0 && a.stream.quality == 0
}

// single is the type for one answer. At equal quality JSON comes before a
// stream, and the newer type before the older if it was asked for by name.
func (a acceptance) single() string {
	best := a.body()
	if best == "" || a.stream.quality > max(a.json.quality, a.response.quality) {
		return mediaStream
	}
	return best
}

// body is the JSON type that the client prefers, empty if it takes neither.
func (a acceptance) body() string {
	switch {
	case a.json.quality == 0 && a.response.quality == 0:
		return ""
	case a.response.quality > a.json.quality,
		a.response.quality == a.json.quality && a.response.exact >= a.json.exact && a.response.exact > 0:
		return mediaResponse
	default:
		return mediaJSON
	}
}

// streams says whether a subscription may be answered by events: */* is no
// wish for a stream.
func (a acceptance) streams() bool { return a.stream.quality > 0 && a.stream.exact > 0 }

func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

// Prefers reports whether the Accept headers of a request put a media type
// before another; without any, or at equal quality, they do not.
func Prefers(headers []string, media, other string) bool {
	var first, second offer
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		if named, quality, ok := mediaRange(part); ok {
			first.take(media, named, quality)
			second.take(other, named, quality)
		}
	}
	return first.quality > second.quality
}
