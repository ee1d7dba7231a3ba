#include "publishing/intake/expansion.hpp"

#include "publishing/intake/rpm_signing.hpp"
#include "repo-format/yum/xml_size.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::publishing {

std::uint64_t memory_of_texts(std::uint64_t text_bytes) { return 2 * text_bytes; }

Result<std::uint64_t> check_expansion(const rpm::RpmPackage& package, std::uint64_t index_text_bytes) {
    const auto expanded = yum::most_xml_bytes(package);
    if (expanded <= index_text_bytes) return expanded;
    return Error("invalid-package"_problem,
                 fmt::format("its files, dependencies and changelog would take up to {} bytes in the repository's "
                             "indexes, which every client reads; at most {} are allowed (limits.index_text_bytes)",
                             expanded, index_text_bytes));
}

Result<> describe_within(const ExpansionRoom& room, storage::PackageRow& row, const rpm::RpmPackage& package) {
    const auto most = memory_of_texts(TRY(check_expansion(package, room.index_text_bytes)));
    TRY(room.memory.take(most));
    describe_rpm(row, package);
    room.memory.give_back(most - std::min(most, memory_of_texts(row.weight)));
    return {};
}

}  // namespace slipway::publishing
