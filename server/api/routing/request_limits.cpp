// A bucket for each client, which a second fills by `per_second` requests. A client is forgotten when nothing of it is
// under way and its bucket is full again, so memory follows the clients of the last seconds.
#include "server/api/routing/request_limits.hpp"

#include "server/http/forwarded.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_map>

namespace slipway::api {
namespace {

constexpr double seconds_in_bucket = 5;
constexpr std::size_t clients_between_sweeps = 1024;

}  // namespace

struct RequestLimits::State {
    struct Client {
        std::size_t under_way = 0;
        double left = 0;  // in the bucket, at `asked`
        Time asked;
    };

    explicit State(Limits given) : limits(given), full(seconds_in_bucket * static_cast<double>(given.per_second)) {}

    const Limits limits;
    const double full;
    std::mutex mutex;  // guards the two below
    std::unordered_map<std::int64_t, Client> clients;
    std::size_t sweep_at = clients_between_sweeps;

    double left_at(const Client& client, Time now) const {
        const std::chrono::duration<double> since = now - client.asked;
        return std::min(full, client.left + since.count() * static_cast<double>(limits.per_second));
    }

    /// The client as it is now. Precondition: the mutex is held.
    Client& at(std::int64_t id, Time now) {
        if (clients.size() >= sweep_at) forget_idle(now);
        auto& client = clients.try_emplace(id, Client{0, full, now}).first->second;
        client.left = left_at(client, now);
        client.asked = now;
        return client;
    }

    static Result<> take_from_bucket(Client& client) {
        if (client.left < 1)
            return Error("too-many-requests"_problem, "this client sends more requests than are taken; slow down");
        client.left -= 1;
        return {};
    }

    void forget_idle(Time now) {
        std::erase_if(clients, [&](const auto& entry) {
            return entry.second.under_way == 0 && left_at(entry.second, now) >= full;
        });
        sweep_at = clients.size() + clients_between_sweeps;
    }

    void end(std::int64_t client) {
        const std::lock_guard lock(mutex);
        --clients.at(client).under_way;
    }
};

RequestLimits::RequestLimits(Limits limits) : state_(std::make_shared<State>(limits)) {}

Result<std::shared_ptr<void>> RequestLimits::begin(std::int64_t client, Time now) {
    {
        const std::lock_guard lock(state_->mutex);
        auto& known = state_->at(client, now);
        if (known.under_way >= state_->limits.at_once)
            return Error("too-many-requests"_problem, "too many requests of this client are under way; wait for some");
        TRY(State::take_from_bucket(known));
        ++known.under_way;
    }
    // A shared_ptr that cannot be made calls its deleter.
    return std::shared_ptr<void>(nullptr, [state = state_, client](void*) { state->end(client); });
}

Result<> RequestLimits::count(std::int64_t client, Time now) {
    const std::lock_guard lock(state_->mutex);
    return State::take_from_bucket(state_->at(client, now));
}

std::size_t RequestLimits::clients() const {
    const std::lock_guard lock(state_->mutex);
    return state_->clients.size();
}

std::int64_t turn_of_address(const std::string& address) {
    const auto parsed = http::IpAddress::parse(address);
    const auto client = parsed ? parsed->network().render() : address;  // a unix socket has no address
    // Tokens have the numbers above zero.
    return -1 - static_cast<std::int64_t>(std::hash<std::string>()(client) >> 1);
}

}  // namespace slipway::api
