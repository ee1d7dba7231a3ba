// Reading packages as they are uploaded.
#include "base/stream.hpp"
#include "repo-format/deb/deb_package.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace slipway {
namespace {

void DebRead(benchmark::State& state, const std::string& compression) {
    const MemoryBytes file(testing::a_deb("hello").control_compression(compression).build());
    for (auto _ : state) benchmark::DoNotOptimize(MUST(deb::read_deb(file, deb::VerifyData::yes)));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(DebRead, xz, ".xz")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(DebRead, gzip, ".gz")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(DebRead, zstd, ".zst")->Unit(benchmark::kMicrosecond);

/// A package of this many files, digests of header and payload checked.
void RpmRead(benchmark::State& state) {
    auto builder = testing::an_rpm("hello");
    for (std::int64_t i = 0; i < state.range(0); ++i)
        builder.file(fmt::format("/usr/share/hello/{}/file-{}", i % 20, i), "text\n");
    const std::string bytes = builder.bytes();
    const MemoryBytes file(bytes);
    for (auto _ : state) benchmark::DoNotOptimize(MUST(rpm::read_rpm(file, rpm::VerifyDigests::yes)));
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(RpmRead)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace slipway
