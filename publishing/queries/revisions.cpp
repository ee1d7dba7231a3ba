#include "publishing/queries/revisions.hpp"

namespace slipway::publishing {

Result<RevisionsPage> revisions_of(const View& view, const ChannelRow& channel, std::optional<std::int64_t> before,
                                   std::size_t limit) {
    RevisionsPage page;
    page.revisions = TRY(storage::revisions_before(view, channel.id, before, limit + 1));
    if (page.revisions.size() > limit) {
        page.next = std::move(page.revisions.back());
        page.revisions.pop_back();
    }
    page.pins = TRY(storage::pins_of_channel(view, channel.id));
    return page;
}

Result<std::vector<PinRow>> pins_of_channel(const View& view, const ChannelRow& channel) {
    return storage::pins_of_channel(view, channel.id);
}

Result<std::vector<PinRow>> pins_of(const View& view, RowId repository) { return storage::pins_of(view, repository); }

Result<PinRow> get_pin(const View& view, RowId repository, const std::string& name) {
    auto pin = TRY(storage::find_pin(view, repository, name));
    if (!pin) return Error(Fault::not_found, "there is no pin '" + name + "'");
    return std::move(*pin);
}

Result<std::optional<Seconds>> end_of(const View& view, const ChannelRow& channel) {
    const auto life = TRY(storage::find_channel_life(view, channel.id));
    return life ? std::optional(life->end()) : std::nullopt;
}

}  // namespace slipway::publishing
