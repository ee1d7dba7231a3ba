// An open-addressing table of pointers to names. The writer fills empty slots with release stores; a reader that
// follows a probe sequence sees a name whole or not at all. When the table gets full, a larger copy of the *pointers*
// takes its place and the old one stays until the end: tables double, so all old ones together are no larger than the
// newest.
#include "publishing/served/pool_names.hpp"

#include "base/bytes.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>

namespace slipway::publishing {

struct PoolNames::Name {
    enum class State : unsigned char { served, removed, purged };

    Name(const Sha256& sha256, std::uint64_t size, std::string_view kept_file_name)
        : file{sha256, size}, file_name(kept_file_name), h(big_endian_64(sha256.bytes.data())) {}

    PoolFile file;
    std::string_view file_name;
    std::uint64_t h;  // the first 8 bytes of the digest
    std::atomic<State> state{State::removed};
};

struct PoolNames::Table {
    explicit Table(std::size_t size) : slots(size) {}
    std::vector<std::atomic<Name*>> slots;  // a power of two, never more than half full
};

namespace {

std::uint64_t prefix_of(const Sha256& digest) { return big_endian_64(digest.bytes.data()); }

std::optional<std::uint64_t> parse_prefix(std::string_view h) {
    std::uint64_t value = 0;
    if (h.size() != 16) return std::nullopt;
    for (const char c : h)
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
    std::from_chars(h.data(), h.data() + h.size(), value, 16);
    return value;
}

}  // namespace

bool is_pool_prefix(std::string_view h) { return parse_prefix(h).has_value(); }

PoolNames::PoolNames() {
    tables_.push_back(std::make_unique<Table>(64));
    table_.store(tables_.back().get(), std::memory_order_release);
}

PoolNames::~PoolNames() = default;

PoolNames::Name* PoolNames::locate(std::uint64_t h, std::string_view file_name) const {
    const Table& table = *table_.load(std::memory_order_acquire);
    const std::size_t mask = table.slots.size() - 1;
    for (std::size_t at = h & mask;; at = (at + 1) & mask) {
        Name* name = table.slots[at].load(std::memory_order_acquire);
        if (name == nullptr) return nullptr;
        if (name->h == h && name->file_name == file_name) return name;
    }
}

std::optional<PoolFile> PoolNames::find(std::string_view h, std::string_view file_name) const {
    const auto prefix = parse_prefix(h);
    if (!prefix) return std::nullopt;
    const Name* name = locate(*prefix, file_name);
    if (name == nullptr || name->state.load(std::memory_order_acquire) != Name::State::served) return std::nullopt;
    return name->file;
}

bool PoolNames::is_purged(std::string_view h, std::string_view file_name) const {
    const auto prefix = parse_prefix(h);
    const Name* name = prefix ? locate(*prefix, file_name) : nullptr;
    return name != nullptr && name->state.load(std::memory_order_acquire) == Name::State::purged;
}

void PoolNames::insert(const Sha256& sha256, std::uint64_t size, std::string_view file_name) {
    Name* known = locate(prefix_of(sha256), file_name);
    Name& name = known != nullptr ? *known : make(sha256, size, file_name);
    if (name.state.load(std::memory_order_relaxed) != Name::State::removed) return;
    name.state.store(Name::State::served, std::memory_order_release);
    count_.fetch_add(1, std::memory_order_relaxed);
}

PoolNames::Name& PoolNames::make(const Sha256& sha256, std::uint64_t size, std::string_view file_name) {
    static_assert(std::is_trivially_destructible_v<Name>, "nobody ends them: their memory goes as a whole");
    if ((known_ + 1) * 2 > table_.load(std::memory_order_relaxed)->slots.size()) grow();
    std::pmr::polymorphic_allocator<char> allocator(&memory_);
    char* const text = allocator.allocate(file_name.size());
    std::ranges::copy(file_name, text);
    Name* const name = allocator.new_object<Name>(sha256, size, std::string_view(text, file_name.size()));
    place(*table_.load(std::memory_order_relaxed), name);
    ++known_;
    return *name;
}

void PoolNames::remove(const Sha256& sha256, std::string_view file_name) {
    Name* name = locate(prefix_of(sha256), file_name);
    if (name == nullptr || name->state.load(std::memory_order_relaxed) != Name::State::served) return;
    name->state.store(Name::State::removed, std::memory_order_release);
    count_.fetch_sub(1, std::memory_order_relaxed);
}

void PoolNames::purge(const Sha256& sha256, std::string_view file_name) {
    remove(sha256, file_name);
    Name* known = locate(prefix_of(sha256), file_name);
    Name& name = known != nullptr ? *known : make(sha256, 0, file_name);
    name.state.store(Name::State::purged, std::memory_order_release);
}

void PoolNames::place(Table& table, Name* name) {
    const std::size_t mask = table.slots.size() - 1;
    std::size_t at = name->h & mask;
    while (table.slots[at].load(std::memory_order_relaxed) != nullptr) at = (at + 1) & mask;
    table.slots[at].store(name, std::memory_order_release);
}

void PoolNames::grow() {
    auto larger = std::make_unique<Table>(tables_.back()->slots.size() * 2);
    for (const auto& slot : tables_.back()->slots)
        if (Name* const name = slot.load(std::memory_order_relaxed)) place(*larger, name);
    tables_.push_back(std::move(larger));
    table_.store(tables_.back().get(), std::memory_order_release);
}

}  // namespace slipway::publishing
