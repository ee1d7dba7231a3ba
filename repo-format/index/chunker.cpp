// Content-defined boundaries. A node ends after an item whose hash says so: hash / 2^64 < weight / distance, never
// below `least`; and before an item that would lift it above `most`, so that a heavier item is a node of its own. The
// hash is over the item's key (of an interior item: the first key below it, which stays when other entries below
// change) and the level, so that the ends on one level say nothing about those on the next.
//
// The distance is four times `aim` in a node that weighs less than `aim`, and a quarter of it from there. With one
// distance, sizes would be spread so widely that most packages fall into blocks of twice the mean, which are rendered
// and compressed for each of them, and a block that reaches `most` shifts the ends of those behind it
// (docs/decisions/0024-even-blocks.md; FastCDC, USENIX ATC 2016, calls it normalized chunking).
//
// The chance to end is proportional to the weight, so the mean size of a block does not depend on how its entries are
// spread. SHA-256 instead of a faster hash: nobody can craft package names that keep blocks from ending.
//
// Where a list keeps the entries of one name together, an end that falls between them moves behind the last of them: so
// their text is whole in one block. Only a name that fills half a block by itself is parted, by its content like
// everything else, or each new entry of it would cost as much as all that are there.
#include "repo-format/index/chunker.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace slipway::index {
namespace {

std::uint64_t cut_hash(unsigned level, const EntryKey& key) {
    std::string text = "slipway list cut 1";
    text.push_back(static_cast<char>(level));
    append_key(text, key);
    return big_endian_64(sha256_of(text).bytes.data());
}

}  // namespace

Chunker::Chunker(unsigned level, OneName one_name)
    : limits_(level == 0 ? block_limits : interior_limits),
      one_name_(level == 0 ? one_name : OneName::may_part),
      open_{level, {}} {}

void Chunker::add(const Item& item) {
    if (cuts_before(item)) cut();
    open_.items.push_back(item);
    weight_ += weight_of(item);
    if (!cuts_after(item)) return;
    is_due_ = true;
    if (may_part(item.key.name)) cut();
}

bool Chunker::cuts_before(const Item& item) const {
    if (at_cut() || weight_ + weight_of(item) > limits_.most) return true;
    return is_due_ && item.key.name != open_.items.back().key.name;
}

std::vector<Node> Chunker::finish() && {
    cut();
    return std::move(nodes_);
}

std::uint64_t Chunker::weight_of(const Item& item) const {
    return open_.level == 0 ? std::max(item.weight, lightest_entry) : 1;
}

bool Chunker::cuts_after(const Item& item) const {
    if (weight_ < limits_.least) return false;
    const std::uint64_t weight = weight_of(item);
    const std::uint64_t distance = weight_ < limits_.aim ? limits_.aim * 4 : limits_.aim / 4;
    if (weight >= distance) return true;
    // Exact, as distances are powers of two: 2^64 / distance.
    const std::uint64_t hashes_per_unit = std::numeric_limits<std::uint64_t>::max() / distance + 1;
    return cut_hash(open_.level, item.key) < weight * hashes_per_unit;
}

/// Whether a block may end between entries of this name.
bool Chunker::may_part(const std::string& name) const {
    if (one_name_ == OneName::may_part) return true;
    return weight_ >= limits_.most / 2 && open_.items.front().key.name == name;
}

void Chunker::cut() {
    if (open_.items.empty()) return;
    nodes_.push_back({open_.level, std::exchange(open_.items, {})});
    weight_ = 0;
    is_due_ = false;
}

}  // namespace slipway::index
