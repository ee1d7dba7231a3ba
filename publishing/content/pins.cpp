// Pins are rows of their own and no part of what is published. They are made and removed in a transaction of their own
// on the publisher's thread, between publications, so that none can miss a revision that is being deleted.
#include "publishing/content/pins.hpp"

#include "base/text.hpp"
#include "publishing/content/past_revisions.hpp"
#include "publishing/model/audit_events.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/model/names.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

constexpr std::size_t most_names = 5;  // in a message

EventPlace place_of(const RepositoryState& repository, const storage::PinRow& pin) {
    const auto* channel = find_channel(repository, pin.channel);
    return {repository.settings.name, channel == nullptr ? "" : channel->name};
}

}  // namespace

const storage::ChannelRow* find_channel(const RepositoryState& repository, RowId id) {
    const auto& channels = repository.settings.channels;
    const auto found = std::ranges::find(channels, id, &storage::ChannelRow::id);
    return found == channels.end() ? nullptr : &*found;
}

Result<PinMade> make_pin(storage::WriteTransaction& tx, const Actor& actor, const RepositoryState& repository,
                         const PinPut& put, Seconds now) {
    TRY(check_name(NameOf::pin, put.name));
    const auto channel = repository.channels.find(put.channel);
    if (channel == repository.channels.end()) return no_channel(repository, put.channel);
    const auto revision = TRY(get_revision(tx, channel->second.settings, put.revision));
    const storage::PinRow pin{repository.settings.id, put.name, revision.channel, revision.number, now, actor.name};
    if (auto present = TRY(storage::find_pin(tx, pin.repository, pin.name))) {
        if (present->channel == pin.channel && present->revision == pin.revision)
            return PinMade{std::move(*present), true};
        return Error("pin-exists"_problem, "the pin '" + pin.name + "' stands for revision " +
                                               std::to_string(present->revision) +
                                               " already; delete it first or choose another name");
    }
    TRY(storage::insert_pin(tx, pin));
    TRY(storage::append_event(
        tx, event_of(actor, place_of(repository, pin), now, audit::PinCreated{pin.name, pin.revision})));
    return PinMade{pin, false};
}

Result<> remove_pin(storage::WriteTransaction& tx, const Actor& actor, const RepositoryState& repository,
                    const storage::PinRow& found, Seconds now) {
    const auto pin = TRY(storage::find_pin(tx, found.repository, found.name));
    if (!pin || pin->channel != found.channel)
        return Error(Fault::not_found, "the pin '" + found.name + "' was deleted meanwhile");
    TRY(storage::delete_pin(tx, pin->repository, pin->name));
    TRY(storage::append_event(
        tx, event_of(actor, place_of(repository, *pin), now, audit::PinDeleted{pin->name, pin->revision})));
    return {};
}

Result<> check_unpinned(const storage::ChannelRow& channel, const std::vector<storage::PinRow>& pins) {
    std::vector<std::string> names;
    for (const auto& pin : pins) names.push_back(pin.name);
    if (names.empty()) return {};
    if (names.size() > most_names) {
        names.resize(most_names);
        names.emplace_back("…");
    }
    return Error("pinned"_problem, "revisions of channel " + channel.name + " are pinned (" + join(names, ", ") +
                                       "); delete these pins first, or force the deletion");
}

}  // namespace slipway::publishing
