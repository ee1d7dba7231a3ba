#include "publishing/cluster/feed_reader.hpp"

#include "storage/postgresql/nodes.hpp"

#include <algorithm>
#include <utility>

namespace slipway::publishing {
namespace {

using std::chrono::milliseconds;

milliseconds since(std::chrono::steady_clock::time_point time) {
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - time);
}

}  // namespace

FeedReader::FeedReader(const Parts& parts, Follow follow)
    : parts_(parts),
      follow_(std::move(follow)),
      guard_(parts.log),
      link_(parts.database_url, parts.settings.beat),
      report_(parts.log, "what other nodes publish could not be read"),
      loop_("following", guard_, 1, [this](unsigned) { run(); }) {}

void FeedReader::run() {
    while (loop_.sleep_for(parts_.settings.poll)) {
        const auto done = guard_.result_of("following other nodes", [this] { return read(); });
        ++parts_.counters.feed_reads;
        if (!done.ok()) ++parts_.counters.failed_feed_reads;
        report_.report(done);
    }
}

Result<> FeedReader::read() {
    const auto asked_at = SteadyClock::now();
    const auto heads =
        TRY(link_.run([this](storage::Connection& connection) { return storage::heads_after(connection, turn_); }));
    {
        const std::lock_guard lock(mutex_);
        heard_at_ = asked_at;
    }
    if (acknowledged_over_ != link_.times_made()) TRY(acknowledge_all_again());
    return heads.empty() ? Result<>() : follow(heads);
}

/// What cannot be served yet is asked for again: `turn_` stays before it.
Result<> FeedReader::follow(const std::vector<storage::HeadRow>& heads) {
    if (const auto news = parts_.served.lacking(heads); !news.empty())
        for (const auto& served : follow_(news)) TRY(acknowledge(served));
    const bool is_behind = !parts_.served.lacking(heads).empty();
    if (!is_behind) turn_ = heads.back().turn;
    const std::lock_guard lock(mutex_);
    if (!is_behind)
        behind_since_.reset();
    else if (!behind_since_)
        behind_since_ = SteadyClock::now();
    return {};
}

Result<> FeedReader::acknowledge(const Announcement& served) {
    TRY(link_.run([&](storage::Connection& connection) {
        return storage::acknowledge(connection, parts_.node, served.repository, served.generation);
    }));
    parts_.served.note(served);
    return {};
}

/// A crash of the database empties the table of what nodes serve.
Result<> FeedReader::acknowledge_all_again() {
    const auto made = link_.times_made();
    for (const auto& served : parts_.served.all()) TRY(acknowledge(served));
    acknowledged_over_ = made;
    return {};
}

Currency FeedReader::currency() const {
    Currency currency;
    {
        const std::lock_guard lock(mutex_);
        currency.unheard_for = since(heard_at_);
        if (behind_since_) currency.behind_for = since(*behind_since_);
    }
    currency.is_known = std::max(currency.unheard_for, currency.behind_for) < parts_.settings.alive;
    return currency;
}

}  // namespace slipway::publishing
