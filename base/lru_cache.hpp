#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace slipway {

/// Holds the values that were used last, as many as fit into a bound on their total cost. Not thread-safe.
template <class Key, class Value>
class LruCache {
public:
    /// `most` bounds the sum of the costs of all values, in the unit of `put`.
    explicit LruCache(std::uint64_t most) : most_(most) {}

    /// Finds a value, which counts as a use, or null. The pointer is valid until the cache changes.
    Value* find(const Key& key) {
        const auto found = index_.find(key);
        if (found == index_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        return &entries_.front().value;
    }

    /// Finds a value without counting it as a use.
    const Value* peek(const Key& key) const {
        const auto found = index_.find(key);
        return found == index_.end() ? nullptr : &found->second->value;
    }

    /// Replaces the value of the key. Drops the values that were used longest ago until the bound holds; the new value
    /// stays, whatever it costs.
    Value& put(const Key& key, Value value, std::uint64_t cost = 1) {
        erase(key);
        entries_.push_front({key, std::move(value), cost});
        index_.emplace(key, entries_.begin());
        cost_ += cost;
        while (cost_ > most_ && entries_.size() > 1) drop(std::prev(entries_.end()));
        return entries_.front().value;
    }

    void erase(const Key& key) {
        if (const auto found = index_.find(key); found != index_.end()) drop(found->second);
    }

    /// Drops every value for which `is_stale(key, value)` is true.
    template <class Predicate>
    void erase_if(Predicate is_stale) {
        for (auto entry = entries_.begin(); entry != entries_.end();) {
            const auto next = std::next(entry);
            if (is_stale(std::as_const(entry->key), std::as_const(entry->value))) drop(entry);
            entry = next;
        }
    }

    void clear() {
        index_.clear();
        entries_.clear();
        cost_ = 0;
    }

    std::size_t size() const { return entries_.size(); }
    std::uint64_t cost() const { return cost_; }

private:
    struct Entry {
        Key key;
        Value value;
        std::uint64_t cost;
    };
    using Entries = std::list<Entry>;
    using Place = typename Entries::iterator;
    using Index = std::conditional_t<std::is_default_constructible_v<std::hash<Key>>, std::unordered_map<Key, Place>,
                                     std::map<Key, Place>>;

    void drop(Place entry) {
        cost_ -= entry->cost;
        index_.erase(entry->key);
        entries_.erase(entry);
    }

    std::uint64_t most_;
    std::uint64_t cost_ = 0;
    Entries entries_;  // most recently used first
    Index index_;
};

}  // namespace slipway
