package extract

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// maxWASM is how much memory PDFium may use, in WebAssembly's pages of 64 KiB:
// 256 MiB.
const maxWASM = 4096

// pdfReader is PDFium in WebAssembly, with no file system and no network.
type pdfReader struct{ engine pdfium.Pdfium }

// openPDF compiles PDFium, or takes it compiled from the cache folder if one
// is named.
func openPDF(cache string) (*pdfReader, error) {
	config := wazero.NewRuntimeConfigCompiler().WithMemoryLimitPages(maxWASM)
	if cache != "" {
		if c, err := wazero.NewCompilationCacheWithDir(cache); err == nil { // without one it is slower, no more
			config = config.WithCompilationCache(c)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		MinIdle: 1, MaxIdle: 1, MaxTotal: 1,
		RuntimeConfig: config, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	engine, err := pool.GetInstance(time.Minute)
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	return &pdfReader{engine}, nil
}

// read reads a PDF page by page. What goes wrong inside PDFium is the file's
// doing.
func (r *pdfReader) read(file []byte) (t *Text, err error) {
	defer func() {
		if recover() != nil {
			t, err = nil, damaged()
		}
	}()
	opened, err := r.engine.OpenDocument(&requests.OpenDocument{File: &file})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return nil, unreadable(Encrypted, "the PDF is protected by a password: save it without one and upload that")
	case err != nil:
		return nil, damaged()
	}
	defer r.engine.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: opened.Document})
	count, err := r.engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	switch {
	case err != nil || count.PageCount < 1:
		return nil, damaged()
	case count.PageCount > MaxPages:
		return nil, unreadable(TooLarge, fmt.Sprintf("the PDF has %d pages; %d are allowed: split the document", count.PageCount, MaxPages))
	}
	pages := make([][]line, count.PageCount)
	size, broken := 0, 0
	for i := range pages {
		if pages[i], err = r.page(opened.Document, i); err != nil {
			broken++
			continue
		}
		for _, l := range pages[i] {
			size += len(l.text())
		}
		if size > MaxText {
			return nil, tooMuchText()
		}
	}
	if broken > 0 { // text that is silently short would be worse than none
		return nil, damaged()
	}
	return layOut(pages)
}

// page reads the lines of one page.
func (r *pdfReader) page(document references.FPDF_DOCUMENT, index int) ([]line, error) {
	loaded, err := r.engine.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: document, Index: index})
	if err != nil {
		return nil, err
	}
	defer r.engine.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	page := requests.Page{ByReference: &loaded.Page}
	sheet, err := r.engine.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: page})
	if err != nil {
		return nil, err
	}
	text, err := r.engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer r.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	chars, err := r.engine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	p := &pageReader{pdfReader: r, page: page, text: text.TextPage, sheet: sheet.Rect}
	return p.lines(chars.Count)
}
