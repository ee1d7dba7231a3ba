// Garbage collection beside a running publisher: it needs a moment in which no publication is under way, as one may
// have found segments or packages that are about to go. New publications wait for that moment to pass.
#include "publishing/publisher_state.hpp"

namespace slipway::publishing {

void Publisher::State::collect_when_idle() {
    if (!waiting_collection) return;
    for (const auto& [name, slot] : slots)
        if (slot.busy) return;  // its end comes here again
    const auto collection = std::move(*waiting_collection);
    waiting_collection.reset();
    auto swept = sweep(collection.keep_index_files);
    const auto names = [this] {
        std::vector<std::string> all;
        for (const auto& [name, slot] : slots) all.push_back(name);
        return all;
    }();
    ++under_way;
    switch_tree([this, swept, done = collection.done] {
        done(swept);
        post([this] { --under_way; });
    });
    for (const auto& name : names)
        if (slots.contains(name)) pump(name);
}

Result<SweptRows> Publisher::State::sweep(std::chrono::seconds keep_index_files) {
    auto tx = TRY(parts.catalog.write());
    const auto swept = TRY(sweep_catalog(tx, parts.clock.now(), keep_index_files));
    TRY(std::move(tx).commit());
    TRY(forget_swept_names());
    return swept;
}

/// Pool names whose package is gone are no longer served.
Result<> Publisher::State::forget_swept_names() {
    std::map<RowId, std::shared_ptr<PoolNames>> left;
    for (const auto& [name, slot] : slots)
        for (const auto& [distro, pool] : slot.pools) left[distro] = std::make_shared<PoolNames>();
    auto tx = TRY(parts.catalog.read());
    TRY(storage::visit_pool_names(tx, [&](const storage::PoolName& name) {
        if (const auto pool = left.find(name.distro); pool != left.end())
            pool->second->insert(name.sha256, name.size, name.file_name);
    }));
    const std::set<std::string> unchanged;
    for (auto& [name, slot] : slots) {
        if (!slot.state) continue;
        for (auto& [distro, pool] : slot.pools) pool = left.at(distro);
        slot.published = TRY(build_repository(slot, &unchanged, segments.store(), parts.clock.now()));
    }
    return {};
}

void Publisher::collect_garbage(std::chrono::seconds keep_index_files, Done<SweptRows> done) {
    State& state = *state_;
    const auto begin = [&state, keep_index_files, done] {
        if (state.waiting_collection) return done(Error(Fault::busy, "garbage is being collected already"));
        state.waiting_collection = State::Collection{keep_index_files, done};
        state.collect_when_idle();
    };
    if (!state.post(begin)) done(Error(Fault::cancelled, "the server is stopping"));
}

}  // namespace slipway::publishing
