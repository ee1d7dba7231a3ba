#include "server/api/uploads/uploads.hpp"

#include "publishing/model/ephemeral.hpp"
#include "repo-format/formats/package_format.hpp"
#include "server/api/routing/provenance.hpp"
#include "server/api/uploads/file_in_transit.hpp"
#include "server/api/uploads/form_upload.hpp"
#include "server/api/uploads/upload_job.hpp"
#include "server/api/uploads/upload_target.hpp"
#include "server/http/multipart.hpp"

namespace slipway::api {
namespace {

using publishing::Ingest;

/// A body that is one package.
class RawUpload final : public http::BodySink {
public:
    RawUpload(std::shared_ptr<UploadJob> job, FileInTransit file) : job_(std::move(job)), file_(std::move(file)) {}

    Result<> append(std::string_view bytes) override {
        TRY(file_.append(bytes));
        return job_->space.written(bytes.size());
    }

    http::Reply finish() override {
        const auto name = file_.name();
        auto received = std::move(file_).finish();
        if (!received.ok()) return refusal_of({{name, std::move(received).error()}});
        job_->files.push_back(std::move(received).release());
        return publish(std::move(job_));
    }

    std::shared_ptr<http::Sender> sender() const override { return job_->place->sender(); }

private:
    std::shared_ptr<UploadJob> job_;
    FileInTransit file_;
};

/// The checks of a file whose name is known before its bytes.
Result<> check_named(const Services& services, const publishing::RepositoryState& repository,
                     const publishing::ChannelRow& channel, std::string_view name,
                     const publishing::Destination& destination, const std::optional<Sha256>& declared) {
    TRY(publishing::check_destination(repository, name, destination));
    if (!declared) return {};
    return services.parts.ingest.check_early(repository, channel, name, destination, *declared);
}

/// Whether the threads that sign would take this file. Forms are asked when their files are known.
Result<> check_room_to_sign(const Ingest& ingest, const publishing::RepositoryState& repository, std::string_view name,
                            std::int64_t turn) {
    const auto* format = formats::with_ending(name);
    const bool gets_signature =
        format != nullptr && format->traits().signs_packages && repository.settings.sign_packages;
    if (!gets_signature) return {};
    return ingest.check_room_to_sign(turn);
}

/// The channel's settings; of one that the upload makes, as they will be.
Result<publishing::ChannelRow> channel_to_take_it(const Call& call, const publishing::RepositoryState& repository) {
    publishing::ChannelRow channel;
    channel.name = call.channel_name();
    channel.immutable_versions = false;
    if (const auto found = repository.channels.find(channel.name); found != repository.channels.end())
        channel = found->second.settings;
    else
        TRY(publishing::check_may_begin(repository, channel.name));
    TRY(publishing::check_unprotected(channel));
    return channel;
}

Result<> check_size(std::optional<std::uint64_t> length, std::string_view what, std::uint64_t limit) {
    if (length.value_or(0) > limit) return too_large(what, limit);
    return {};
}

}  // namespace

Uploads::Uploads(Services& services)
    : services_(services),
      slots_(services.parts.limits, JobGuard(services.parts.log)),
      space_(services.parts.ingest, services.parts.limits.disk_reserve) {}

Result<std::unique_ptr<http::BodySink>> Uploads::begin(const Call& call, std::shared_ptr<UploadSlot> place) {
    const auto& headers = call.headers();
    const auto& limits = services_.parts.limits;
    const auto repository = TRY(call.repository());
    const auto channel = TRY(channel_to_take_it(call, repository->state));
    const auto destination =
        TRY(destination_of(call.query("distro").value_or(""), call.query("component").value_or("")));
    const auto boundary = call.method() == http::Method::post
                              ? http::multipart_boundary(headers.find("Content-Type").value_or(""))
                              : std::nullopt;
    const auto name = call.has_parameter("package") ? call.parameter("package") : std::string();
    auto digests = TRY(DeclaredDigests::parse(headers));

    TRY(check_size(call.content_length(), boundary ? "this batch" : "this package",
                   boundary ? limits.batch_bytes : limits.package_bytes));
    if (!boundary) TRY(check_named(services_, repository->state, channel, name, destination, digests.sha256()));
    TRY(check_room_to_sign(services_.parts.ingest, repository->state, name, call.token->id));
    auto provenance = TRY(provenance_of(headers, *call.token, call.actor.address, services_.parts.clock.now()));
    if (!place) place = TRY(slots_.take(call.token->id));
    auto space = TRY(space_.reserve(call.token->id, call.content_length().value_or(0)));
    auto job = std::make_shared<UploadJob>(UploadJob{services_,
                                                     call.actor,
                                                     repository,
                                                     channel.name,
                                                     destination,
                                                     std::move(provenance),
                                                     call.base,
                                                     std::move(place),
                                                     std::move(space),
                                                     {},
                                                     {},
                                                     call.token->id});
    if (boundary) return begin_form(std::move(job), *boundary, std::move(digests));
    auto file = TRY(FileInTransit::begin(services_, name.empty() ? "the package" : name, destination, headers));
    return std::unique_ptr<http::BodySink>(std::make_unique<RawUpload>(std::move(job), std::move(file)));
}

}  // namespace slipway::api
