#include "base/checksum.hpp"
#include "base/digest.hpp"
#include "base/files/posix_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <benchmark/benchmark.h>

namespace slipway {
namespace {

constexpr std::size_t file_size = 16 * 1024 * 1024;

void count_bytes(benchmark::State& state, std::size_t per_iteration) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(per_iteration));
}

/// One text in pieces, as an index is hashed segment by segment.
void Sha256OfPieces(benchmark::State& state) {
    const std::string piece(static_cast<std::size_t>(state.range(0)), 'x');
    for (auto _ : state) {
        Sha256Hasher hasher;
        for (std::size_t done = 0; done < file_size; done += piece.size()) hasher.update(piece);
        benchmark::DoNotOptimize(hasher.finish());
    }
    count_bytes(state, file_size);
}
BENCHMARK(Sha256OfPieces)->Arg(4 << 10)->Arg(32 << 10)->Arg(128 << 10)->Unit(benchmark::kMillisecond);

/// With the checksum that every segment is compared with: segments of 150 KB.
void Sha256AndChecksumOfPieces(benchmark::State& state) {
    const std::string piece(static_cast<std::size_t>(state.range(0)), 'x');
    Checksummer checksum;
    for (auto _ : state) {
        Sha256Hasher hasher;
        for (std::size_t done = 0; done < file_size; done += piece.size()) {
            if (done % 150'000 < piece.size()) benchmark::DoNotOptimize(checksum.value()), checksum.reset();
            checksum.update(piece);
            hasher.update(piece);
        }
        benchmark::DoNotOptimize(hasher.finish());
    }
    count_bytes(state, file_size);
}
BENCHMARK(Sha256AndChecksumOfPieces)->Arg(32 << 10)->Arg(128 << 10)->Unit(benchmark::kMillisecond);

/// The same from a file in the page cache, by reads of this size.
void Sha256OfAFile(benchmark::State& state) {
    const testing::TempDir directory;
    PosixFileSystem files;
    const auto file = MUST(files.open_to_read(directory.write("file", std::string(file_size, 'x'))));
    const auto length = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        Sha256Hasher hasher;
        for (std::size_t at = 0; at < file_size; at += length) hasher.update(MUST(file->read(at, length)));
        benchmark::DoNotOptimize(hasher.finish());
    }
    count_bytes(state, file_size);
}
BENCHMARK(Sha256OfAFile)->Arg(32 << 10)->Arg(128 << 10)->Arg(512 << 10)->Unit(benchmark::kMillisecond);

/// Short texts: keys of entries, names.
void Sha256OfAKey(benchmark::State& state) {
    const std::string text(120, 'k');
    for (auto _ : state) benchmark::DoNotOptimize(sha256_of(text));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Sha256OfAKey);

}  // namespace
}  // namespace slipway
