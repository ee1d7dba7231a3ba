#include "publishing/intake/expansion.hpp"

#include "repo-format/formats/package_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::publishing {

std::uint64_t memory_of_texts(std::uint64_t text_bytes) { return 2 * text_bytes; }

Result<std::uint64_t> check_expansion(const storage::PackageRow& row, const formats::ReadPackage& package,
                                      std::uint64_t index_text_bytes) {
    const auto expanded = package.most_text_bytes();
    if (expanded <= index_text_bytes || !formats::of(row.format).traits().texts_may_outgrow_file) return expanded;
    return Error("invalid-package"_problem,
                 fmt::format("its files, dependencies and changelog would take up to {} bytes in the repository's "
                             "indexes, which every client reads; at most {} are allowed (limits.index_text_bytes)",
                             expanded, index_text_bytes));
}

void identify(storage::PackageRow& row, const formats::ReadPackage& package) {
    auto identity = package.identity();
    row.name = std::move(identity.name);
    row.version = std::move(identity.version);
    row.architecture = std::move(identity.architecture);
}

void describe(storage::PackageRow& row, const formats::ReadPackage& package) {
    identify(row, package);
    auto made = package.describe({row.sha256, row.size});
    row.source = std::move(made.source);
    row.summary = std::move(made.summary);
    row.file_name = std::move(made.file_name);
    row.weight = made.weight;
    row.documents = std::move(made.documents);
}

Result<> describe_within(const ExpansionRoom& room, storage::PackageRow& row, const formats::ReadPackage& package) {
    const auto most = memory_of_texts(TRY(check_expansion(row, package, room.index_text_bytes)));
    TRY(room.memory.take(most));
    describe(row, package);
    room.memory.release(most - std::min(most, memory_of_texts(row.weight)));
    return {};
}

}  // namespace slipway::publishing
