#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace slipway::storage {

/// Says for which channels of a repository the first upload makes the channel.
struct EphemeralRule {
    std::string pattern{};  // of the channels' names; ends in '*'
    std::string base{};     // the channel whose content they get at first; "": they begin empty
    std::chrono::seconds ttl{};

    bool operator==(const EphemeralRule&) const = default;
};
Result<std::optional<EphemeralRule>> find_ephemeral_rule(const ReadTransaction& tx, RowId repository);
/// Without a rule uploads make no such channels any more; those that exist stay until they expire.
Result<> save_ephemeral_rule(WriteTransaction& tx, RowId repository, const std::optional<EphemeralRule>& rule);

/// How long a channel lives that an upload made.
struct ChannelLife {
    std::chrono::seconds ttl{};  // from the rule at the time when it was made
    Seconds last_upload{};

    Seconds end() const { return last_upload + ttl; }
    bool operator==(const ChannelLife&) const = default;
};
/// Returns nothing if the channel lives until it is deleted.
Result<std::optional<ChannelLife>> find_channel_life(const ReadTransaction& tx, RowId channel);
Result<> save_channel_life(WriteTransaction& tx, RowId channel, const ChannelLife& life);

/// Records that a channel of this name expired. Its URLs say so until a channel of that name is made again.
Result<> record_expired_channel(WriteTransaction& tx, RowId repository, const std::string& channel, Seconds now);
Result<> forget_expired_channel(WriteTransaction& tx, RowId repository, const std::string& channel);
Result<> visit_expired_channels(
    const ReadTransaction& tx,
    const std::function<void(RowId repository, const std::string& channel, Seconds expired_at)>& visitor);

}  // namespace slipway::storage
