#pragma once

#include "repo-format/index/edit.hpp"
#include "repo-format/index/tree.hpp"
#include "tests/support/memory_nodes.hpp"

#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

// The vocabulary of the tests of lists.
namespace slipway::testing {

inline index::EntryKey a_key(const std::string& name, const std::string& version = "1.0") {
    return {name, version, "amd64", sha256_of(name + "_" + version)};
}

inline index::Entry an_entry(const std::string& name, const std::string& version = "1.0", std::uint32_t weight = 800) {
    return {a_key(name, version), weight};
}

/// `count` packages in order of their names, with the weights of stanzas.
inline std::vector<index::Entry> many_entries(std::size_t count) {
    std::vector<index::Entry> entries;
    for (std::size_t i = 0; i < count; ++i)
        entries.push_back(
            an_entry(fmt::format("package-{:07}", i), "1.0", 300 + static_cast<std::uint32_t>(i * 7919 % 1500)));
    return entries;
}

inline std::vector<index::EntryKey> keys_of(const std::vector<index::Entry>& entries) {
    std::vector<index::EntryKey> keys;
    for (const auto& entry : entries) keys.push_back(entry.key);
    return keys;
}

/// A list with the nodes it is made of.
struct List {
    MemoryNodes nodes;
    index::ListOrder order = index::VersionOrder::deb;
    index::Root root;
    std::size_t made = 0;  // nodes by the last change

    explicit List(const std::vector<index::Entry>& entries = {}) { change({entries, {}}); }

    void change(const index::ListEdit& edit) {
        const auto edited = nodes.edit(order, root, edit);
        root = edited.root;
        made = edited.nodes.size();
        EXPECT_EQ(edited.count, MUST(index::count_of(nodes, root)));
        nodes.take_reads();
    }
    void add(const index::Entry& entry) { change({{entry}, {}}); }
    void remove(const index::EntryKey& key) { change({{}, {key}}); }

    std::vector<index::Entry> entries() const {
        std::vector<index::Entry> all;
        MUST(index::visit_entries(nodes, order, root, std::nullopt, [&](const index::Entry& entry) {
            all.push_back(entry);
            return index::Visit::next;
        }));
        return all;
    }

    /// The nodes below the root with their bytes, nothing else that was ever stored.
    std::map<Sha256, std::string> tree() const {
        std::map<Sha256, std::string> reached;
        MUST(index::visit_nodes(nodes, root, [&](const Sha256& hash) {
            reached[hash] = nodes.all().at(hash);
            return index::Visit::next;
        }));
        return reached;
    }
};

}  // namespace slipway::testing
