// The entries of indexes out of packages.
#include "base/stream.hpp"
#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/deb/paragraph.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"
#include "tests/support/stanza_texts.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace slipway {
namespace {

void StanzaRender(benchmark::State& state) {
    const auto control = MUST(deb::Paragraph::parse(testing::stanzas_of_a_distribution(1, 1).front()));
    for (auto _ : state) {
        const std::string fields = apt::stanza_fields(control);
        benchmark::DoNotOptimize(apt::packages_stanza(fields, "pool/main/0123456789ab/hello_1.0_amd64.deb", 1234, {}));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(StanzaRender);

void ParagraphParse(benchmark::State& state) {
    const std::string text = testing::stanzas_of_a_distribution(1, 1).front();
    for (auto _ : state) benchmark::DoNotOptimize(MUST(deb::Paragraph::parse(text)));
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(ParagraphParse);

/// primary, filelists and other of a package of this many files.
void PackageXmlRender(benchmark::State& state) {
    auto builder = testing::an_rpm("hello");
    for (std::int64_t i = 0; i < state.range(0); ++i)
        builder.file(fmt::format("/usr/share/hello/{}/file-{}", i % 20, i), "text\n")
            .requires_(fmt::format("libhello-{}.so", i));
    const auto package = MUST(rpm::read_rpm(MemoryBytes(builder.bytes()), rpm::VerifyDigests::no));
    for (auto _ : state)
        benchmark::DoNotOptimize(yum::render_package(package, {Sha256{}, 1234, "packages/0123456789ab/hello.rpm"}));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(PackageXmlRender)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace slipway
