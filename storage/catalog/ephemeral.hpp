#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace slipway::storage {

/// Which channels of a repository are made by the first upload into them.
struct EphemeralRule {
    std::string pattern{};  // of their names; ends in '*'
    std::string base{};     // the channel with whose content they begin; "": empty
    std::chrono::seconds ttl{};

    bool operator==(const EphemeralRule&) const = default;
};
Result<std::optional<EphemeralRule>> find_ephemeral_rule(const ReadTransaction& tx, RowId repository);
/// Nothing: the repository has no such channels any more; those that are there stay until their end.
Result<> save_ephemeral_rule(WriteTransaction& tx, RowId repository, const std::optional<EphemeralRule>& rule);

/// How long a channel lives that was made by an upload.
struct ChannelLife {
    std::chrono::seconds ttl{};  // as the rule said when it was made
    Seconds last_upload{};

    Seconds end() const { return last_upload + ttl; }
    bool operator==(const ChannelLife&) const = default;
};
/// Nothing: it lives until it is deleted.
Result<std::optional<ChannelLife>> find_channel_life(const ReadTransaction& tx, RowId channel);
Result<> save_channel_life(WriteTransaction& tx, RowId channel, const ChannelLife& life);

/// A name under which a channel came to its end: its addresses say so until a channel of that name is made again.
Result<> record_expired_channel(WriteTransaction& tx, RowId repository, const std::string& channel, Seconds now);
Result<> forget_expired_channel(WriteTransaction& tx, RowId repository, const std::string& channel);
Result<> visit_expired_channels(
    const ReadTransaction& tx,
    const std::function<void(RowId repository, const std::string& channel, Seconds expired_at)>& visitor);

}  // namespace slipway::storage
