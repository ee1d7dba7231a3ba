// The pin of server/files/pairing.cpp as a row, so that a pair stays a pair whichever nodes a client meets. One
// statement, which is atomic, does what RepomdPairs::choose does under its lock: it completes the pair, or begins one.
//
// The row is written for every GET and not only near a publication: the node that answers the first half does not know
// that another one is about to publish, and the node that answers the second half cannot ask it in time. The statement
// waits for no disk, as the table is not logged and its connections commit without waiting. It takes no turn to write
// (storage/postgresql/turn.hpp), so publications and readers do not wait for each other.
#include "publishing/cluster/database_pairs.hpp"

#include "storage/postgresql/types.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

using storage::Session;

constexpr std::chrono::milliseconds longest_wait{1'000};
constexpr std::chrono::seconds pause_after_failure{1};
constexpr std::chrono::seconds forgetting_every{30};
constexpr std::size_t most_idle = 4;

constexpr const char* prepare_session =
    "SET synchronous_commit TO off; SET statement_timeout TO '1s'; "
    "CREATE UNLOGGED TABLE IF NOT EXISTS repomd_pins ("
    "client BYTEA PRIMARY KEY, half BIGINT NOT NULL, generation BIGINT NOT NULL, since TIMESTAMPTZ NOT NULL)";

constexpr const char* forget_old_pins = "DELETE FROM repomd_pins WHERE since < clock_timestamp() - interval '1 minute'";

/// `half` is 0 for repomd.xml, 1 for its signature, 2 for a pair that is complete: nothing completes that again.
std::string pin_statement() {
    const std::string completes =
        "pin.half = 1 - excluded.half AND pin.since > excluded.since - interval '10 seconds' AND pin.generation >= $4";
    const auto choice = [&](const std::string& completed, const std::string& begun) {
        return "CASE WHEN " + completes + " THEN " + completed + " ELSE " + begun + " END";
    };
    return "INSERT INTO repomd_pins AS pin (client, half, generation, since) VALUES ($1, $2, $3, clock_timestamp()) "
           "ON CONFLICT (client) DO UPDATE SET half = " +
           choice("2", "excluded.half") + ", generation = " + choice("pin.generation", "excluded.generation") +
           ", since = " + choice("pin.since", "excluded.since") + " RETURNING generation";
}

storage::PostgresqlSettings settings_for(std::string database_url) {
    storage::PostgresqlSettings settings;
    settings.url = std::move(database_url);
    settings.connect_within = longest_wait;
    settings.answer_within = longest_wait;
    return settings;
}

}  // namespace

DatabasePairs::DatabasePairs(std::string database_url, const Log& log)
    : log_(log), settings_(settings_for(std::move(database_url))) {}

std::optional<std::int64_t> DatabasePairs::choose(const Wanted& wanted) {
    if (is_pausing()) return std::nullopt;
    const auto chosen = ask(wanted);
    if (!chosen.ok()) {
        note_failure(chosen.error());
        return std::nullopt;
    }
    note_success();
    return *chosen;
}

Result<std::int64_t> DatabasePairs::ask(const Wanted& wanted) {
    static const std::string statement = pin_statement();
    auto connection = TRY(take_connection());
    storage::Parameters parameters(4);
    parameters.set_bytes(1, wanted.client.raw());
    parameters.set_integer(2, wanted.is_signature ? 1 : 0);
    parameters.set_integer(3, wanted.newest);
    parameters.set_integer(4, wanted.oldest);
    TRY(connection->send_once(statement, parameters));
    if (is_time_to_forget()) TRY(connection->send_text(forget_old_pins));
    const auto answers = TRY(connection->receive());
    for (const auto& answer : answers)
        if (!answer.ok()) return answer.error(connection->place());
    const auto& row = answers.front();
    const auto generation =
        row.rows() == 1 ? storage::decode_integer(row.type(0), row.bytes(0, 0)) : std::optional<std::int64_t>();
    if (!generation) return Error(Fault::io, connection->place() + " answered a pin without a generation");
    give_back(std::move(connection));
    return *generation;
}

Result<DatabasePairs::Connection> DatabasePairs::take_connection() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return connect();
}

/// What is prepared here need not be done again: the table stays, and settings belong to the connection.
Result<DatabasePairs::Connection> DatabasePairs::connect() const {
    auto connection = TRY(Session::open(settings_));
    const auto failed = TRY(connection->run_script(prepare_session));
    if (failed) return failed->error(connection->place());
    return connection;
}

void DatabasePairs::give_back(Connection connection) {
    if (connection->is_lost()) return;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < most_idle) idle_.push_back(std::move(connection));
}

bool DatabasePairs::is_time_to_forget() {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (now - forgotten_at_ < forgetting_every) return false;
    forgotten_at_ = now;
    return true;
}

bool DatabasePairs::is_pausing() const {
    const std::lock_guard lock(mutex_);
    return failed_at_ && Clock::now() - *failed_at_ < pause_after_failure;
}

/// The connections that are left would fail one after another.
void DatabasePairs::note_failure(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!failed_at_) log_.failure("the nodes cannot keep repomd.xml and its signature together meanwhile", error);
    failed_at_ = Clock::now();
    idle_.clear();
}

void DatabasePairs::note_success() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(failed_at_, std::nullopt))
        log_.info("the nodes keep repomd.xml and its signature together again");
}

}  // namespace slipway::publishing
