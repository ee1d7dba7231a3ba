#pragma once

#include "repo-format/index/tree.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::index {

/// What a node lists: an entry (in a block, level 0) or a node one level below.
struct Item {
    EntryKey key;               // of the entry, or the first key below
    std::uint64_t weight = 0;   // of all entries below
    std::uint64_t entries = 1;  // number of entries below
    Sha256 node;                // of the node below; unused in blocks

    bool operator==(const Item&) const = default;
};

/// A block (level 0) or an interior node. Items are in order of their keys; a stored node has at least one.
struct Node {
    unsigned level = 0;
    std::vector<Item> items;

    bool operator==(const Node&) const = default;
};

/// The identity of a node: over its level and the keys of its entries, not over their weights.
Sha256 hash_of(const Node& node);

/// How the node above lists this one.
Item item_of(const Node& node);

/// A node with its identity, `hash_of(node)`.
struct NamedNode {
    Sha256 hash;
    Node node;
};

/// The bytes stored for a node, and their inverse. Faults: corrupt, with the offset.
std::string render(const Node& node);
Result<NamedNode> parse_node(ByteView bytes);

/// Reads the bytes that were stored under a hash. Faults: corrupt, also where they are another node's.
Result<Node> parse_stored(ByteView bytes, const Sha256& hash);

/// Reads a node and checks that it is the requested one. Faults: corrupt, io.
Result<Node> load_node(const NodeReader& nodes, const Sha256& hash);

/// The node of a root; for the empty list one of level 0 without items. Faults: corrupt, also for a block; io.
Result<Node> root_node(const NodeReader& nodes, const Root& root);

/// Reads the nodes listed and puts their items in one row, one level lower. Precondition: `row.level` > 0.
Result<Node> expand(const NodeReader& nodes, const Node& row);

/// Appends name, version, qualifier (each after its length) and sha256: no two keys have the same bytes.
void append_key(std::string& out, const EntryKey& key);

}  // namespace slipway::index
