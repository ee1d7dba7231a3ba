// Requests by libcurl, the only place that knows it.
//
// Files are streamed: one by a read callback, several as the parts of a form that libcurl reads from the disk itself,
// closing each file behind its last byte. A body of some size waits for the server's word (Expect: 100-continue), so
// that what can be refused by its head alone costs no transfer; servers and proxies that do not know this get the body
// after some seconds. A server that answers before the last byte ends the transfer.
#include "cli/curl_transport.hpp"

#include "base/unique_fd.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

namespace slipway::cli {
namespace {

constexpr std::uint64_t worth_asking_first = 1024 * 1024;
constexpr long patience_for_continue_ms = 10'000;
constexpr long patience_for_connection_s = 15;
constexpr std::size_t longest_answer = std::size_t{64} * 1024 * 1024;

struct DeleteHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct DeleteForm {
    void operator()(curl_mime* form) const { curl_mime_free(form); }
};
struct DeleteList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, DeleteHandle>;
using Form = std::unique_ptr<curl_mime, DeleteForm>;

class HeaderList {
public:
    void add(const std::string& line) {
        auto* longer = curl_slist_append(list_.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(list_.release());
        list_.reset(longer);
    }
    curl_slist* get() const { return list_.get(); }
    /// For libcurl to free.
    curl_slist* release() { return list_.release(); }

private:
    std::unique_ptr<curl_slist, DeleteList> list_;
};

/// What one attempt needs while it is under way; libcurl holds pointers to it.
struct Attempt {
    Progress* progress = nullptr;
    std::uint64_t body_size = 0;
    std::uint64_t bytes_read = 0;  // of the file of a PUT
    bool has_shrunk = false;       // that file
    HeaderList headers{};
    Form form{};
    UniqueFd file{};
    std::string answer{};
    std::string error = std::string(CURL_ERROR_SIZE, '\0');
};

std::size_t take_answer(char* bytes, std::size_t, std::size_t count, void* to) {
    auto& answer = static_cast<Attempt*>(to)->answer;
    if (answer.size() + count > longest_answer) return 0;
    answer.append(bytes, count);
    return count;
}

std::size_t give_file(char* buffer, std::size_t, std::size_t size, void* from) {
    auto& attempt = *static_cast<Attempt*>(from);
    const auto count = ::read(attempt.file.get(), buffer, size);
    if (count < 0) return CURL_READFUNC_ABORT;
    attempt.bytes_read += static_cast<std::uint64_t>(count);
    // The length is announced already: without the rest the server would wait for it in vain.
    attempt.has_shrunk = count == 0 && attempt.bytes_read < attempt.body_size;
    return attempt.has_shrunk ? CURL_READFUNC_ABORT : static_cast<std::size_t>(count);
}

int seek_file(void* in, curl_off_t offset, int origin) {
    auto& attempt = *static_cast<Attempt*>(in);
    const auto reached = ::lseek(attempt.file.get(), offset, origin);
    if (reached < 0) return CURL_SEEKFUNC_FAIL;
    attempt.bytes_read = static_cast<std::uint64_t>(reached);
    return CURL_SEEKFUNC_OK;
}

int tell_progress(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
    const auto& attempt = *static_cast<Attempt*>(to);
    if (attempt.progress != nullptr && attempt.body_size > 0)
        attempt.progress->show(static_cast<std::uint64_t>(sent), attempt.body_size);
    return 0;
}

Outcome::End end_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR: return Outcome::End::not_connected;
        case CURLE_OPERATION_TIMEDOUT:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE: return Outcome::End::interrupted;
        default: return Outcome::End::impossible;
    }
}

std::uint64_t body_size_of(const Request& request) {
    std::uint64_t size = request.body.size();
    for (const auto& file : request.files) size += file.size;
    return size;
}

}  // namespace

struct CurlTransport::State {
    Settings settings;
    std::chrono::seconds patience;
    Handle handle;

    template <class Value>
    void set(CURLoption option, Value value) const {
        curl_easy_setopt(handle.get(), option, value);
    }

    void prepare(Attempt& attempt, const Request& request) const;
    void prepare_headers(Attempt& attempt, const Request& request) const;
    bool prepare_body(Attempt& attempt, const Request& request) const;
    void prepare_form(Attempt& attempt, const Request& request) const;
    Outcome outcome_of(Attempt&& attempt, CURLcode code) const;
};

void CurlTransport::State::prepare(Attempt& attempt, const Request& request) const {
    curl_easy_reset(handle.get());  // keeps the open connection
    set(CURLOPT_URL, (settings.server + request.target).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    // A reused connection that turns out dead is one that libcurl repeats the request on, whatever its method.
    if (request.repeat == Repeat::harmful) set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_ERRORBUFFER, attempt.error.data());
    set(CURLOPT_CONNECTTIMEOUT, patience_for_connection_s);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(patience.count()));
    set(CURLOPT_EXPECT_100_TIMEOUT_MS, patience_for_continue_ms);
    set(CURLOPT_WRITEFUNCTION, take_answer);
    set(CURLOPT_WRITEDATA, &attempt);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, tell_progress);
    set(CURLOPT_XFERINFODATA, &attempt);
    if (settings.ca_file.empty()) return;
    set(CURLOPT_CAINFO, settings.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

void CurlTransport::State::prepare_headers(Attempt& attempt, const Request& request) const {
    attempt.headers.add(fmt::format("User-Agent: slipway/{}", version()));
    attempt.headers.add("Accept: application/json, application/problem+json");
    if (!settings.token.empty()) attempt.headers.add("Authorization: Bearer " + settings.token);
    if (!request.body.empty()) attempt.headers.add("Content-Type: application/json");
    attempt.headers.add(attempt.body_size >= worth_asking_first ? "Expect: 100-continue" : "Expect:");
    for (const auto& [name, value] : request.headers) attempt.headers.add(name + ": " + value);
    set(CURLOPT_HTTPHEADER, attempt.headers.get());
}

/// False with errno when the file of a PUT cannot be opened.
bool CurlTransport::State::prepare_body(Attempt& attempt, const Request& request) const {
    if (request.method == Method::del) set(CURLOPT_CUSTOMREQUEST, "DELETE");
    if (request.method == Method::get || request.method == Method::del) return true;
    if (request.method == Method::put && !request.files.empty()) {
        attempt.file.reset(::open(request.files.front().path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!attempt.file) return false;
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(attempt.body_size));
        set(CURLOPT_READFUNCTION, give_file);
        set(CURLOPT_READDATA, &attempt);
        set(CURLOPT_SEEKFUNCTION, seek_file);
        set(CURLOPT_SEEKDATA, &attempt);
        return true;
    }
    if (!request.files.empty()) {
        prepare_form(attempt, request);
        return true;
    }
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
    if (request.method == Method::put) set(CURLOPT_CUSTOMREQUEST, "PUT");
    return true;
}

void CurlTransport::State::prepare_form(Attempt& attempt, const Request& request) const {
    attempt.form.reset(curl_mime_init(handle.get()));
    for (const auto& file : request.files) {
        auto* part = curl_mime_addpart(attempt.form.get());
        curl_mime_name(part, file.field.c_str());
        curl_mime_filedata(part, file.path.c_str());
        curl_mime_filename(part, file.name.c_str());
        curl_mime_type(part, "application/octet-stream");
        HeaderList digest;
        digest.add("X-Checksum-Sha256: " + file.sha256);
        curl_mime_headers(part, digest.release(), 1);
    }
    set(CURLOPT_MIMEPOST, attempt.form.get());
}

Outcome CurlTransport::State::outcome_of(Attempt&& attempt, CURLcode code) const {
    Outcome outcome;
    if (code != CURLE_OK) {
        long sent = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &sent);
        outcome.end = end_of(code);
        if (outcome.end == Outcome::End::interrupted && sent == 0) outcome.end = Outcome::End::not_connected;
        std::string_view detail(attempt.error.c_str());
        if (detail.empty()) detail = curl_easy_strerror(code);
        if (attempt.has_shrunk) detail = "the file became shorter while it was sent";
        outcome.reason = fmt::format("{}: {}", settings.server, detail);
        return outcome;
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    outcome.end = Outcome::End::answered;
    outcome.status = static_cast<int>(status);
    outcome.body = std::move(attempt.answer);
    const char* location = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &location);
    if (location != nullptr) outcome.location = location;
    curl_header* retry_after = nullptr;
    if (curl_easy_header(handle.get(), "Retry-After", 0, CURLH_HEADER, -1, &retry_after) == CURLHE_OK)
        outcome.retry_after = retry_after->value;
    return outcome;
}

CurlTransport::CurlTransport(std::unique_ptr<State> state) : state_(std::move(state)) {}
CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(Settings settings, std::chrono::seconds patience) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error(Fault::internal, "libcurl does not start");
    Handle handle(curl_easy_init());
    if (!handle) return Error(Fault::internal, "libcurl does not start");
    auto state = std::make_unique<State>(State{std::move(settings), patience, std::move(handle)});
    return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(state)));
}

Outcome CurlTransport::send(const Request& request, Progress* progress) {
    Attempt attempt;
    attempt.progress = progress;
    attempt.body_size = body_size_of(request);
    state_->prepare(attempt, request);
    state_->prepare_headers(attempt, request);
    if (!state_->prepare_body(attempt, request)) {
        Outcome outcome;
        outcome.reason = request.files.front().path.string() + ": " + std::strerror(errno);
        return outcome;
    }
    const auto code = curl_easy_perform(state_->handle.get());
    return state_->outcome_of(std::move(attempt), code);
}

}  // namespace slipway::cli
