// A list may have millions of entries, so the two sides are compared by sums over the hashes of their keys: damage does
// not keep a sum of 256 bits, and neither side has to be in order or in memory.
#include "publishing/fsck/following_checks.hpp"

#include "publishing/content/package_reader.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/model/urls.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/index/node.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

namespace slipway::publishing {
namespace {

class KeySum {
public:
    void add(const index::EntryKey& key) {
        std::string bytes;
        index::append_key(bytes, key);
        const auto hash = sha256_of(bytes);
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i] += big_endian_64(&hash.bytes[i * 8]);
    }
    void add(const KeySum& other) {
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i] += other.parts_[i];
    }
    bool operator==(const KeySum&) const = default;

private:
    std::array<std::uint64_t, 4> parts_{};
};

using Sums = std::map<IndexKey, KeySum>;

/// Of one distro.
class Expected {
public:
    Expected(const StoredPackages& packages, const storage::DistroRow& distro, const ContentLists& lists)
        : packages_(packages), distro_(distro), architectures_(architectures_in(distro, lists)) {}

    Result<> add(const std::string& component, const Sha256& sha256) {
        const auto package = TRY(packages_.read(sha256));
        for (const auto* kind : formats::of(distro_.format).following_kinds()) {
            if (!kind->is_enough(package->documents)) continue;
            KeySum of_package;
            for (const auto& entry : kind->entries(view_of(*package))) of_package.add(entry.key);
            for (const auto& index : indexes_for(*kind, distro_, architectures_, component, package->architecture))
                sums_[index].add(of_package);
        }
        return {};
    }
    KeySum of(const IndexKey& index) { return sums_[index]; }

private:
    const StoredPackages& packages_;
    const storage::DistroRow& distro_;
    std::vector<std::string> architectures_;
    Sums sums_;
};

Result<> add_packages(Expected& expected, const index::NodeReader& nodes, const storage::DistroRow& distro,
                      const IndexKey& home, const index::Root& root) {
    for (const auto& block : TRY(index::blocks_of(nodes, root)))
        for (const auto& entry : TRY(index::entries_of(nodes, block.hash)))
            if (is_home_of(distro, home, entry.key.qualifier)) TRY(expected.add(home.component, entry.key.sha256));
    return {};
}

Result<KeySum> sum_of(const index::NodeReader& nodes, const index::Root& root) {
    KeySum sum;
    for (const auto& block : TRY(index::blocks_of(nodes, root)))
        for (const auto& entry : TRY(index::entries_of(nodes, block.hash))) sum.add(entry.key);
    return sum;
}

Result<> check_distro(const storage::ReadTransaction& tx, const StoredPackages& packages,
                      const storage::DistroRow& distro, const ContentLists& lists, const std::string& where,
                      storage::Findings& findings) {
    const StoredNodes nodes(tx);
    const auto root_of = [&](const IndexKey& index) {
        const auto list = lists.find(index);
        return list == lists.end() ? index::Root() : list->second.root;
    };
    Expected expected(packages, distro, lists);
    for (const auto& home : package_lists(distro, lists))
        TRY(add_packages(expected, nodes, distro, home, root_of(home)));
    std::set<IndexKey> indexes;
    for (auto& index : all_indexes(distro, lists)) indexes.insert(std::move(index));
    for (const auto& [index, list] : lists)
        if (index.distro == distro.id) indexes.insert(index);
    for (const auto& index : indexes) {
        if (lists_packages(index) || TRY(sum_of(nodes, root_of(index))) == expected.of(index)) continue;
        findings.damage("list",
                        fmt::format("{}: the list {} of {} {} in distro {} is not what its packages give", where,
                                    name_of(index.kind), index.component, index.architecture, distro.name));
    }
    return {};
}

}  // namespace

Result<> check_following_lists(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                               const ContentLists& lists, const std::string& where, storage::Findings& findings) {
    const StoredPackages packages(tx, repository.id);
    for (const auto& distro : repository.distros) {
        if (formats::of(distro.format).following_kinds().empty()) continue;
        auto checked = check_distro(tx, packages, distro, lists, where, findings);
        if (!checked.ok() && checked.error().fault() != Fault::corrupt) return checked;
    }
    return {};
}

}  // namespace slipway::publishing
