// libpq without waiting inside it: the connection does not block, and every wait is a poll with a deadline. libpq alone
// would wait for ever for a server that stands still; its own limits are for packets that nobody acknowledges
// (tcp_user_timeout) and for statements that the server itself ends (statement_timeout).
//
// Statements are always sent in pipeline mode (PostgreSQL 14, libpq 14): a batch ends with a synchronisation, and each
// statement has one result, a null, and at the end of the batch stands the synchronisation's result.
// https://www.postgresql.org/docs/15/libpq-pipeline-mode.html

#include "storage/postgresql/session.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <libpq-fe.h>
#include <poll.h>
#include <string_view>

namespace slipway::storage {
namespace {

using std::chrono::milliseconds;

constexpr int oldest_server = 140000;

/// A network that swallows everything is noticed sooner than a server that has much to do.
constexpr milliseconds acknowledged_within{20'000};

/// So long after the server should have ended a statement by itself nothing is expected of it any more.
constexpr milliseconds grace{3'000};

int seconds_of(milliseconds time) { return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count()); }

/// What every session must have. A commit that was answered is on disk, whatever the server's own setting is. The
/// server, too, looks whether we are there: what a machine leaves that dies keeps others from writing.
std::string session_settings(const PostgresqlSettings& settings) {
    const auto set = [](const char* name, milliseconds value) {
        return "SET " + std::string(name) + " = " + std::to_string(value.count()) + "; ";
    };
    return set("statement_timeout", settings.answer_within) + set("lock_timeout", settings.lock_within) +
           "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
           "SELECT set_config('synchronous_commit', 'on', false)"
           " WHERE current_setting('synchronous_commit') = 'off'";
}

/// "postgresql://host:port/database".
std::string name_of(const PGconn* connection) {
    const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
    return "postgresql://" + text(PQhost(connection)) + ":" + text(PQport(connection)) + "/" + text(PQdb(connection));
}

std::string message_of(const PGconn* connection) {
    std::string_view message = PQerrorMessage(connection);
    while (message.ends_with('\n')) message.remove_suffix(1);
    return std::string(message);
}

/// libpq tells only in words why it could not connect, and they are the server's. Of one that speaks another language
/// than English all is `busy`, which is tried again.
Fault fault_of_connecting(std::string_view message) {
    const auto says = [&](std::string_view words) { return message.find(words) != message.npos; };
    if (says("does not exist") && says("database \"")) return Fault::not_found;
    if (says("authentication failed") || says("no password supplied") || says("no pg_hba.conf entry") ||
        says("does not exist"))
        return Fault::io;
    return Fault::busy;
}

Exchange::End end_of(const Result<std::vector<Answer>>& answers) {
    if (!answers.ok()) return Exchange::End::lost;
    return std::ranges::all_of(*answers, &Answer::ok) ? Exchange::End::answered : Exchange::End::refused;
}

/// What stands before the URL can be changed by it, what stands behind it cannot.
PGconn* start(const PostgresqlSettings& settings) {
    const auto connect_timeout = std::to_string(seconds_of(settings.connect_within));
    const auto user_timeout = std::to_string(acknowledged_within.count());
    const std::array names = {"target_session_attrs",      "keepalives_idle",
                              "keepalives_interval",       "keepalives_count",
                              "connect_timeout",           "tcp_user_timeout",
                              "fallback_application_name", "dbname",
                              "client_encoding",           static_cast<const char*>(nullptr)};
    const std::array values = {"read-write",
                               "10",
                               "5",
                               "3",
                               connect_timeout.c_str(),
                               user_timeout.c_str(),
                               "slipwayd",
                               settings.url.c_str(),
                               "UTF8",
                               static_cast<const char*>(nullptr)};
    static_assert(names.size() == values.size());
    return PQconnectdbParams(names.data(), values.data(), /*expand_dbname=*/1);
}

}  // namespace

void Session::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const PostgresqlSettings& settings) {
    std::unique_ptr<Session> session(new Session(settings));
    const auto begun = Clock::now();
    auto connected = session->connect();
    const auto end = connected.ok() ? Exchange::End::answered : Exchange::End::lost;
    session->note({.kind = Exchange::Kind::connecting, .end = end}, begun);
    if (!connected.ok()) return std::move(connected).error();
    if (const auto failed = TRY(session->run_script(session_settings(settings)))) return failed->error(session->place_);
    return session;
}

Result<> Session::connect() {
    connection_.reset(start(settings_));
    auto* connection = connection_.get();
    if (connection == nullptr) return Error(Fault::io, "connecting to PostgreSQL: out of memory");
    place_ = name_of(connection);
    if (PQstatus(connection) != CONNECTION_OK) {
        const auto message = message_of(connection);
        return Error(fault_of_connecting(message), place_ + ": " + message);
    }
    if (PQserverVersion(connection) < oldest_server)
        return Error(Fault::unsupported, place_ + ": the server is older than PostgreSQL 14");
    const char* encoding = PQparameterStatus(connection, "server_encoding");
    if (encoding != nullptr && encoding != std::string_view("UTF8"))
        return Error(Fault::unsupported,
                     place_ + ": the encoding of the database is " + encoding + "; a catalog needs one of UTF8");
    PQsetNoticeProcessor(
        connection, [](void*, const char*) {}, nullptr);
    if (PQsetnonblocking(connection, 1) != 0 || PQenterPipelineMode(connection) != 1) return lost("starting");
    return {};
}

bool Session::is_lost() const { return is_given_up_ || PQstatus(connection_.get()) != CONNECTION_OK; }

bool Session::in_transaction() const {
    if (is_lost()) return false;
    const auto status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

Error Session::lost(const std::string& what) {
    give_up();
    const auto message = message_of(connection_.get());
    return Error(Fault::busy, place_ + ": the connection was lost: " + (message.empty() ? what : message));
}

void Session::note(Exchange exchange, Clock::time_point begun) const {
    if (!settings_.observe_exchange) return;
    exchange.took = Clock::now() - begun;
    settings_.observe_exchange(exchange);
}

Result<> Session::sent(int accepted) {
    if (is_lost() || accepted != 1) return lost("sending");
    ++pending_;
    return {};
}

Result<> Session::send_text(const char* sql) {
    return sent(PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, /*binary*/ 1));
}

Result<> Session::send_preparation(const std::string& name, const std::string& sql, const std::vector<TypeId>& types) {
    return sent(
        PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()));
}

Result<> Session::send_once(const std::string& sql, Parameters& parameters) {
    const auto& view = parameters.view();
    return sent(PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(view.values.size()),
                                  parameters.types().data(), view.values.data(), view.lengths.data(),
                                  view.formats.data(), /*binary*/ 1));
}

Result<> Session::send_run(const std::string& name, Parameters& parameters) {
    const auto& view = parameters.view();
    return sent(PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(view.values.size()),
                                    view.values.data(), view.lengths.data(), view.formats.data(), /*binary*/ 1));
}

/// What has come is taken in before more is written: a server that cannot get rid of its answers reads nothing.
Result<> Session::wait(bool to_write_as_well) {
    pollfd socket{.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
    if (to_write_as_well) socket.events |= POLLOUT;
    const auto most = static_cast<int>((answer_within_ + grace).count());
    int ready = 0;
    do ready = ::poll(&socket, 1, most);
    while (ready < 0 && errno == EINTR);
    if (ready == 0) return lost("the server does not answer");
    if (ready < 0) return lost("poll");
    if ((socket.revents & POLLOUT) == 0 || (socket.revents & POLLIN) != 0)
        if (PQconsumeInput(connection_.get()) != 1) return lost("reading");
    return {};
}

Result<> Session::flush() {
    for (;;) {
        const int left = PQflush(connection_.get());
        if (left == 0) return {};
        if (left < 0) return lost("sending");
        TRY(wait(/*to_write_as_well=*/true));
    }
}

Result<Answer> Session::next_answer() {
    while (PQisBusy(connection_.get()) != 0) TRY(wait(/*to_write_as_well=*/false));
    auto* result = PQgetResult(connection_.get());
    if (result == nullptr) return lost("no answer");
    return Answer(result);
}

Result<std::vector<Answer>> Session::collect() {
    if (PQpipelineSync(connection_.get()) != 1) return lost("sending");
    TRY(flush());
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < pending_; ++i) {
        answers.push_back(TRY(next_answer()));
        if (is_lost() || answers.back().is_fatal()) return lost("the server has ended it");
        while (PQisBusy(connection_.get()) != 0) TRY(wait(/*to_write_as_well=*/false));
        if (auto* more = PQgetResult(connection_.get()); more != nullptr) {  // not the null behind each
            const Answer unexpected(more);
            return lost("an answer too many");
        }
    }
    TRY(next_answer());  // the synchronisation's own
    return answers;
}

Result<std::vector<Answer>> Session::receive() {
    if (is_lost()) return lost("before");
    const auto begun = Clock::now();
    const auto statements = pending_;
    auto answers = collect();
    pending_ = 0;
    note({.end = end_of(answers), .statements = statements}, begun);
    return answers;
}

Result<std::optional<Answer>> Session::run_script(const std::string& sql) {
    if (is_lost()) return lost("before");
    const auto begun = Clock::now();
    auto done = exchange_script(sql);
    const auto answered = done.ok() && *done ? Exchange::End::refused : Exchange::End::answered;
    note({.end = is_lost() ? Exchange::End::lost : answered, .statements = 1}, begun);
    return done;
}

Result<std::optional<Answer>> Session::exchange_script(const std::string& sql) {
    if (PQexitPipelineMode(connection_.get()) != 1 || PQsendQuery(connection_.get(), sql.c_str()) != 1)
        return lost("sending");
    TRY(flush());
    std::optional<Answer> failed;
    for (;;) {
        while (PQisBusy(connection_.get()) != 0) TRY(wait(/*to_write_as_well=*/false));
        auto* result = PQgetResult(connection_.get());
        if (result == nullptr) break;
        Answer answer(result);
        if (answer.is_fatal()) give_up();
        if (!answer.ok() && !failed) failed = std::move(answer);
    }
    if (is_lost() || PQenterPipelineMode(connection_.get()) != 1) return lost("after a script");
    return failed;
}

}  // namespace slipway::storage
