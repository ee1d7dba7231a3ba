// Compressing the block that a package fell into, and joining all segments of an index.
#include "repo-format/index/segment.hpp"
#include "tests/support/must.hpp"
#include "tests/support/stanza_texts.hpp"

#include <benchmark/benchmark.h>

namespace slipway::index {
namespace {

/// A block of this many stanzas; 200 are about the average block. `ratio`: compressed bytes per byte of text.
void SegmentRender(benchmark::State& state, Form form) {
    const std::string text = testing::stanza_text(static_cast<std::size_t>(state.range(0)), 1);
    std::size_t size = 0;
    for (auto _ : state) size = MUST(render_segment(form, text)).bytes.size();
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.counters["ratio"] = static_cast<double>(size) / static_cast<double>(text.size());
}
BENCHMARK_CAPTURE(SegmentRender, gzip, Form::gzip)->Arg(200)->Arg(580)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SegmentRender, xz, Form::xz)->Arg(200)->Arg(580)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SegmentRender, zstd, Form::zstd)->Arg(200)->Arg(580)->Unit(benchmark::kMillisecond);

/// The frame around this many segments; 300 are bookworm's main.
void SegmentJoin(benchmark::State& state, Form form) {
    const SegmentInfo info = MUST(render_segment(form, testing::stanza_text(200, 1))).info;
    const std::vector<SegmentInfo> infos(static_cast<std::size_t>(state.range(0)), info);
    for (auto _ : state) benchmark::DoNotOptimize(MUST(join_segments(form, "<metadata>\n", infos, "</metadata>\n")));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(SegmentJoin, gzip, Form::gzip)->Arg(300)->Arg(5000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(SegmentJoin, xz, Form::xz)->Arg(300)->Arg(5000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(SegmentJoin, zstd, Form::zstd)->Arg(300)->Arg(5000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace slipway::index
