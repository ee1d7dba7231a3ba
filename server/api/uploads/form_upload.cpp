// A form with many packages. What is wrong with one file (its target, its size, its digest) is noted and its bytes are
// dropped, so that the answer can name every bad file at once; what is wrong with the form ends it.
#include "server/api/uploads/form_upload.hpp"

#include "server/api/uploads/file_in_transit.hpp"
#include "server/api/uploads/upload_target.hpp"
#include "server/http/multipart.hpp"

#include <fmt/format.h>

namespace slipway::api {
namespace {

/// What messages call a part: its file's name, or its field's.
std::string name_of_part(const http::PartHead& head) {
    if (head.filename) return std::string(base_name(*head.filename));
    return head.name.substr(0, 100);
}

class FormUpload final : public http::BodySink, private http::MultipartSink {
public:
    FormUpload(std::shared_ptr<UploadJob> job, DeclaredDigests digests)
        : job_(std::move(job)), digests_(std::move(digests)) {}

    Result<> read_parts_between(std::string_view boundary) {
        parser_ = TRY(http::MultipartParser::create(boundary, *this));
        return {};
    }

    Result<> append(std::string_view bytes) override {
        received_ += bytes.size();
        const auto limit = job_->services.parts.limits.batch_bytes;
        if (received_ > limit) return too_large("this batch", limit);
        digests_.update(bytes);
        TRY(job_->space.written(bytes.size()));
        return parser_->feed(bytes);
    }

    http::Reply finish() override {
        const auto checked = check_whole();
        if (!checked.ok()) return problem_of(job_->services.parts.failures, checked.error());
        return publish(std::move(job_));
    }

    std::shared_ptr<http::Sender> sender() const override { return job_->place->sender(); }

private:
    Result<> check_whole() {
        TRY(parser_->finish());
        TRY(digests_.verify());
        if (files_begun_ == 0)
            return Error("no-files"_problem, "the form has no file; send packages as curl -F package=@FILE does");
        return {};
    }

    Result<FileInTransit> begin_file(const http::PartHead& head) const {
        if (!head.filename)
            return Error("unknown-field"_problem,
                         "the form field '" + name_of_part(head) +
                             "' is no file; targets stand in the query or as the names of file fields");
        auto destination = TRY(destination_of_field(head.name, job_->destination));
        auto name = name_of_part(head);
        TRY(publishing::check_destination(job_->repository->state, name, destination));
        return FileInTransit::begin(job_->services, std::move(name), std::move(destination), head.headers);
    }

    /// Goes on without the file, unless the failure is the server's own.
    Result<> leave_out(std::string name, Error error) {
        file_.reset();
        if (is_of_the_server(error.fault())) return error;
        job_->refused.push_back({std::move(name), std::move(error)});
        return {};
    }

    Result<> part_begin(const http::PartHead& head) override {
        const auto limit = job_->services.parts.limits.batch_files;
        if (files_begun_ == limit) return Error(Fault::too_large, fmt::format("a batch has at most {} files", limit));
        ++files_begun_;
        auto begun = begin_file(head);
        if (!begun.ok()) return leave_out(name_of_part(head), std::move(begun).error());
        file_ = std::move(begun).release();
        return {};
    }

    Result<> part_data(std::string_view bytes) override {
        if (!file_) return {};
        auto appended = file_->append(bytes);
        if (!appended.ok()) return leave_out(file_->name(), std::move(appended).error());
        return {};
    }

    Result<> part_end() override {
        if (!file_) return {};
        const auto name = file_->name();
        auto received = std::move(*file_).finish();
        if (!received.ok()) return leave_out(name, std::move(received).error());
        job_->files.push_back(std::move(received).release());
        if (job_->files.size() > publishing::Ingest::many_files) job_->files.back().bytes.close_for_reading();
        file_.reset();
        return {};
    }

    std::shared_ptr<UploadJob> job_;
    DeclaredDigests digests_;
    std::optional<http::MultipartParser> parser_;
    std::optional<FileInTransit> file_;  // nothing while the bytes of a refused file pass
    std::size_t files_begun_ = 0;
    std::uint64_t received_ = 0;
};

}  // namespace

Result<std::unique_ptr<http::BodySink>> begin_form(std::shared_ptr<UploadJob> job, std::string_view boundary,
                                                   DeclaredDigests digests) {
    auto form = std::make_unique<FormUpload>(std::move(job), std::move(digests));
    TRY(form->read_parts_between(boundary));
    return std::unique_ptr<http::BodySink>(std::move(form));
}

}  // namespace slipway::api
