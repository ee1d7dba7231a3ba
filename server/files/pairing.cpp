// Keeping repomd.xml and repomd.xml.asc together (docs/http-api.md, "Serving").
//
// dnf and dnf5 open a connection per file and zypper asks for the signature first; a publication between the two
// requests would give a client a file and the signature of another one. So the first of the two that a client GETs pins
// its generation for ten seconds, and the *other* one is answered from the pinned generation and ends the pin. The
// *same* one again means a new run: it is answered from the newest generation and pins that.
#include "server/files/pairing.hpp"

namespace slipway::files {

std::int64_t RepomdPairs::choose(const Sha256& client, Half half, std::int64_t newest, std::int64_t oldest_kept,
                                 Time now) {
    const std::lock_guard lock(mutex_);
    const auto found = by_client_.find(client);
    if (found == by_client_.end()) {
        pin(client, half, newest, now);
        return newest;
    }
    const Pin pinned = *found->second;
    pins_.erase(found->second);
    by_client_.erase(found);
    const bool completes = pinned.first != half && now - pinned.since <= pin_lasts && pinned.generation >= oldest_kept;
    if (completes) return pinned.generation;
    pin(client, half, newest, now);
    return newest;
}

void RepomdPairs::pin(const Sha256& client, Half half, std::int64_t generation, Time now) {
    while (!pins_.empty() && (pins_.size() >= most_entries_ || now - pins_.front().since > pin_lasts)) {
        by_client_.erase(pins_.front().client);
        pins_.pop_front();
    }
    pins_.push_back({client, half, generation, now});
    by_client_[client] = std::prev(pins_.end());
}

std::size_t RepomdPairs::size() const {
    const std::lock_guard lock(mutex_);
    return pins_.size();
}

Sha256 client_of(std::string_view address, std::string_view user_agent, std::string_view credentials,
                 std::string_view repomd_path) {
    Sha256Hasher hasher;
    for (const auto part : {address, user_agent, credentials, repomd_path}) {
        hasher.update(part);
        hasher.update(std::string_view("\0", 1));
    }
    return hasher.finish();
}

}  // namespace slipway::files
