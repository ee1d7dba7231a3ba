#include "storage/catalog/ephemeral.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {

Result<std::optional<EphemeralRule>> find_ephemeral_rule(const ReadTransaction& tx, RowId repository) {
    const auto read = [](Row& row) {
        EphemeralRule rule;
        rule.pattern = row.text();
        rule.base = row.text();
        rule.ttl = std::chrono::seconds(row.integer());
        return rule;
    };
    return find_row(tx.connection(), "SELECT pattern, base, ttl FROM ephemeral_rules WHERE repository = ?", read,
                    repository);
}

Result<> save_ephemeral_rule(WriteTransaction& tx, RowId repository, const std::optional<EphemeralRule>& rule) {
    if (!rule) return execute(tx.connection(), "DELETE FROM ephemeral_rules WHERE repository = ?", repository);
    return execute(tx.connection(),
                   "INSERT INTO ephemeral_rules (repository, pattern, base, ttl) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT (repository) DO UPDATE SET pattern = excluded.pattern, base = excluded.base,"
                   " ttl = excluded.ttl",
                   repository, rule->pattern, rule->base, rule->ttl.count());
}

Result<std::optional<ChannelLife>> find_channel_life(const ReadTransaction& tx, RowId channel) {
    const auto read = [](Row& row) {
        ChannelLife life;
        life.ttl = std::chrono::seconds(row.integer());
        life.last_upload = row.time();
        return life;
    };
    return find_row(tx.connection(), "SELECT ttl, last_upload FROM ephemeral_channels WHERE channel = ?", read,
                    channel);
}

Result<> save_channel_life(WriteTransaction& tx, RowId channel, const ChannelLife& life) {
    return execute(tx.connection(),
                   "INSERT INTO ephemeral_channels (channel, ttl, last_upload) VALUES (?, ?, ?)"
                   " ON CONFLICT (channel) DO UPDATE SET ttl = excluded.ttl, last_upload = excluded.last_upload",
                   channel, life.ttl.count(), life.last_upload);
}

Result<> record_expired_channel(WriteTransaction& tx, RowId repository, const std::string& channel, Seconds now) {
    return execute(tx.connection(),
                   "INSERT INTO expired_channels (repository, name, expired_at) VALUES (?, ?, ?)"
                   " ON CONFLICT (repository, name) DO UPDATE SET expired_at = excluded.expired_at",
                   repository, channel, now);
}

Result<> forget_expired_channel(WriteTransaction& tx, RowId repository, const std::string& channel) {
    return execute(tx.connection(), "DELETE FROM expired_channels WHERE repository = ? AND name = ?", repository,
                   channel);
}

Result<> visit_expired_channels(
    const ReadTransaction& tx,
    const std::function<void(RowId repository, const std::string& channel, Seconds expired_at)>& visitor) {
    return for_each_row(tx.connection(), "SELECT repository, name, expired_at FROM expired_channels", [&](Row& row) {
        const RowId repository = row.integer();
        const std::string channel = row.text();
        visitor(repository, channel, row.time());
    });
}

}  // namespace slipway::storage
