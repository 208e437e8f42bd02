package main

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// A drawing is a chart with lines, for SVG.
type drawing struct {
	title, x, y string
	logX        bool
	lines       []line
}

// A line is one series.
type line struct {
	label  string
	points [][2]float64
}

const (
	width, height = 640, 360
	left, right   = 64, 140
	top, bottom   = 40, 48
)

var colours = []string{"#1f6feb", "#d1622b", "#2da44e", "#8250df"}

// svg draws the lines. The vertical axis begins at zero.
func (d drawing) svg() string {
	lowX, highX, highY := math.Inf(1), math.Inf(-1), 0.0
	for _, l := range d.lines {
		for _, p := range l.points {
			lowX, highX, highY = min(lowX, d.scale(p[0])), max(highX, d.scale(p[0])), max(highY, p[1])
		}
	}
	highY = rounded(highY)
	atX := func(v float64) float64 {
		return left + (d.scale(v)-lowX)/max(highX-lowX, 1e-9)*(width-left-right)
	}
	atY := func(v float64) float64 { return height - bottom - v/max(highY, 1e-9)*(height-top-bottom) }

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, height)
	write := func(x, y float64, anchor, text string) {
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="#24292f">%s</text>`+"\n", x, y, anchor, html.EscapeString(text))
	}
	write(left, 22, "start", d.title+" ("+d.y+")")
	for i := range 5 {
		v := highY * float64(i) / 4
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#d0d7de"/>`+"\n", left, atY(v), width-right, atY(v))
		write(left-8, atY(v)+4, "end", fmt.Sprintf("%.4g", v))
	}
	if len(d.lines) > 0 {
		for _, p := range d.ticks(d.lines[0].points) {
			write(atX(p), height-bottom+18, "middle", fmt.Sprintf("%.7g", p))
		}
	}
	below := d.x
	if d.logX {
		below += " (logarithmic)"
	}
	write(left+(width-left-right)/2, height-10, "middle", below)
	for i, l := range d.lines {
		var points []string
		for _, p := range l.points {
			points = append(points, fmt.Sprintf("%.1f,%.1f", atX(p[0]), atY(p[1])))
		}
		colour := colours[i%len(colours)]
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(points, " "), colour)
		y := float64(top + 18*i)
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="%s" stroke-width="2"/>`+"\n", width-right+10, y, width-right+28, y, colour)
		write(width-right+34, y+4, "start", l.label)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// ticks are where the horizontal axis has numbers: at every point, or at seven of many.
func (d drawing) ticks(points [][2]float64) []float64 {
	var out []float64
	step := max(1, (len(points)+6)/7)
	for i := 0; i < len(points); i += step {
		out = append(out, points[i][0])
	}
	return out
}

func (d drawing) scale(v float64) float64 {
	if d.logX {
		return math.Log10(v + 1)
	}
	return v
}

// rounded returns the next number of one digit, or of one and a half.
func rounded(v float64) float64 {
	if v <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, f := range []float64{1, 1.5, 2, 3, 4, 5, 6, 8, 10} {
		if v <= f*unit {
			return f * unit
		}
	}
	return v
}
