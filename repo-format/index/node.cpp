// The nodes of a list's tree and how they are stored.
//
//   node  = version (1 byte, 1)  level (1 byte)  count (varint)  count × item
//   item  = text name  text version  text qualifier  sha256 (32 bytes)  weight (varint)
//           and above level 0:  entries (varint)  hash of the node below (32 bytes)
//   text  = length (varint)  bytes
//   varint: little-endian groups of seven bits, the shortest form only
//
// A node's hash is not the digest of these bytes. It covers the level and the keys below, nothing else, because the
// root of a list is shown to users as the identity of what it lists: it must not move when a newer renderer makes
// an entry some bytes longer, nor when this encoding changes. Weights travel in the bytes because they decide where
// blocks end. Two lists that give one key different weights would store different bytes under one hash; the first
// bytes stay, and as the weights of a package are fixed when it is first rendered, this does not arise within a
// repository.
//
// As the hash covers the parsed form, reading a node can and does check it: a damaged node never passes for a list.
#include "repo-format/index/node.hpp"

#include <fmt/format.h>

#include <limits>

namespace slipway::index {
namespace {

constexpr char encoding_version = 1;
constexpr unsigned max_level = 16;  // 32^16 blocks; a bound for recursion over stored nodes
constexpr std::size_t smallest_item = 3 + 32 + 1;

void append_varint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(0x80 | (value & 0x7f)));
    out.push_back(static_cast<char>(value));
}

void append_text(std::string& out, std::string_view text) {
    append_varint(out, text.size());
    out += text;
}

/// Takes values from the front of a node's bytes.
class NodeParser {
public:
    explicit NodeParser(ByteView bytes) : bytes_(bytes) {}

    bool at_end() const { return at_ == bytes_.size(); }
    std::size_t left() const { return bytes_.size() - at_; }

    Error corrupt(std::string_view what) const {
        return Error(Fault::corrupt, fmt::format("stored tree node: {} at byte {}", what, at_));
    }

    Result<ByteView> take(std::uint64_t length) {
        if (length > left()) return corrupt("cut short");
        const ByteView taken = bytes_.substr(at_, static_cast<std::size_t>(length));
        at_ += taken.size();
        return taken;
    }

    Result<unsigned> byte() {
        const ByteView taken = TRY(take(1));
        return static_cast<unsigned char>(taken.front());
    }

    Result<std::uint64_t> varint() {
        if (!at_end() && (bytes_[at_] & 0x80) == 0) return static_cast<unsigned char>(bytes_[at_++]);  // nearly always
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint64_t group = TRY(byte());
            const std::uint64_t bits = group & 0x7f;
            if (bits << shift >> shift != bits) return corrupt("number too large");
            value |= bits << shift;
            if (group >= 0x80) continue;
            if (group == 0 && shift > 0) return corrupt("number not in its shortest form");
            return value;
        }
        return corrupt("number too long");
    }

    Result<> text(std::string& into) {
        const std::uint64_t length = TRY(varint());
        into = TRY(take(length));
        return {};
    }

    Result<> sha256(Sha256& into) {
        const ByteView taken = TRY(take(into.bytes.size()));
        std::copy(taken.begin(), taken.end(), into.bytes.begin());
        return {};
    }

    std::size_t at() const { return at_; }
    ByteView since(std::size_t start) const { return bytes_.substr(start, at_ - start); }

private:
    ByteView bytes_;
    std::size_t at_ = 0;
};

/// How the bytes begin that a node's hash is over; its items follow, see hash_of.
std::string begin_identity(unsigned level) {
    std::string identity = "slipway list node 1";
    identity.push_back(static_cast<char>(level));
    return identity;
}

/// Lists are read by the ten thousand items: each is filled in where it stays, and its part of the identity is taken
/// from the stored bytes, which have only one form, instead of being encoded again.
Result<> parse_item(NodeParser& in, unsigned level, Item& item, std::string& identity) {
    const std::size_t start = in.at();
    TRY(in.text(item.key.name));
    TRY(in.text(item.key.version));
    TRY(in.text(item.key.qualifier));
    TRY(in.sha256(item.key.sha256));
    if (level == 0) identity += in.since(start);
    item.weight = TRY(in.varint());
    if (level == 0 && item.weight > std::numeric_limits<std::uint32_t>::max()) return in.corrupt("weight too large");
    if (level == 0) return {};
    item.entries = TRY(in.varint());
    TRY(in.sha256(item.node));
    identity += item.node.raw();
    return {};
}

}  // namespace

void append_key(std::string& out, const EntryKey& key) {
    append_text(out, key.name);
    append_text(out, key.version);
    append_text(out, key.qualifier);
    out += key.sha256.raw();
}

Sha256 hash_of(const Node& node) {
    auto identity = begin_identity(node.level);
    for (const Item& item : node.items) {
        if (node.level == 0)
            append_key(identity, item.key);
        else
            identity += item.node.raw();
    }
    return sha256_of(identity);
}

Item item_of(const Node& node) {
    Item item{node.items.front().key, 0, 0, hash_of(node)};
    for (const Item& below : node.items) {
        item.weight += below.weight;
        item.entries += below.entries;
    }
    return item;
}

std::string render(const Node& node) {
    std::string out{encoding_version, static_cast<char>(node.level)};
    append_varint(out, node.items.size());
    for (const Item& item : node.items) {
        append_key(out, item.key);
        append_varint(out, item.weight);
        if (node.level == 0) continue;
        append_varint(out, item.entries);
        out += item.node.raw();
    }
    return out;
}

Result<NamedNode> parse_node(ByteView bytes) {
    NodeParser in(bytes);
    const unsigned version = TRY(in.byte());
    if (version != encoding_version) return in.corrupt("unknown encoding");
    Node node;
    node.level = TRY(in.byte());
    if (node.level > max_level) return in.corrupt("impossible level");
    const std::uint64_t count = TRY(in.varint());
    if (count == 0 || count > in.left() / smallest_item) return in.corrupt("impossible number of items");
    auto identity = begin_identity(node.level);
    identity.reserve(identity.size() + bytes.size());
    node.items.resize(static_cast<std::size_t>(count));
    for (Item& item : node.items) TRY(parse_item(in, node.level, item, identity));
    if (!in.at_end()) return in.corrupt("bytes after the last item");
    return NamedNode{sha256_of(identity), std::move(node)};
}

Result<Node> parse_stored(ByteView bytes, const Sha256& hash) {
    auto stored = TRY(parse_node(bytes).during("node " + hash.hex()));
    if (stored.hash != hash)
        return Error(Fault::corrupt, "node " + hash.hex() + ": the stored bytes are another node's");
    return std::move(stored.node);
}

Result<Node> load_node(const NodeReader& nodes, const Sha256& hash) {
    const std::string bytes = TRY(nodes.node(hash));
    return parse_stored(bytes, hash);
}

Result<Node> root_node(const NodeReader& nodes, const Root& root) {
    if (!root) return Node{};
    Node node = TRY(load_node(nodes, *root));
    if (node.level == 0) return Error(Fault::corrupt, "node " + root->hex() + " is a block, not the root of a list");
    return node;
}

Result<Node> expand(const NodeReader& nodes, const Node& row) {
    std::vector<Sha256> hashes;
    hashes.reserve(row.items.size());
    for (const Item& item : row.items) hashes.push_back(item.node);
    const auto stored = TRY(nodes.nodes_of(hashes));
    Node below{row.level - 1, {}};
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        Node node = TRY(parse_stored(stored[i], hashes[i]));
        if (node.level != below.level) return Error(Fault::corrupt, "node " + hashes[i].hex() + " is at a wrong level");
        below.items.insert(below.items.end(), std::make_move_iterator(node.items.begin()),
                           std::make_move_iterator(node.items.end()));
    }
    return below;
}

}  // namespace slipway::index
