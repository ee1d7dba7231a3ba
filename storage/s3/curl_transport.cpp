// Requests to the store by libcurl, the only place of this room that knows it.
//
// A body is streamed from where it lies and announced with its length: stores refuse chunked bodies. One of some size
// waits for the store's word (Expect: 100-continue), so that a refusal by the head alone, of a condition for example,
// costs no transfer. The head of an answer is collected first; its body goes to the receiver if the request succeeded,
// else it is the store's explanation and is kept.
//
// libcurl's own CURLOPT_AWS_SIGV4 is not used: that of 7.88 sends no x-amz-content-sha256, sorts fields wrongly and
// takes no keys with a colon.
#include "storage/s3/curl_transport.hpp"

#include "base/text.hpp"
#include "base/version.hpp"
#include "storage/s3/without_sigpipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <curl/curl.h>
#include <mutex>
#include <new>
#include <unistd.h>
#include <vector>

namespace slipway::s3 {
namespace {

constexpr std::uint64_t worth_asking_first = 1024 * 1024;
constexpr std::size_t longest_answer = std::size_t{16} * 1024 * 1024;
constexpr long buffer_size = 256 * 1024;

struct DeleteHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct DeleteList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, DeleteHandle>;
using FieldList = std::unique_ptr<curl_slist, DeleteList>;

void add(FieldList& list, const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

/// One attempt while it is under way; libcurl holds pointers to it.
struct UnderWay {
    const HttpRequest& request;
    Receiver* receiver;
    bool head_is_whole = false;  // of the answer
    bool has_begun = false;      // to give the body to the receiver
    std::uint64_t position = 0;  // in the request's body
    Attempt attempt{};
    FieldList fields{};
    std::string reason = std::string(CURL_ERROR_SIZE, '\0');

    bool stop(Error error) {
        attempt.error = std::move(error);
        return false;
    }
};

bool give_to_receiver(UnderWay& to, ByteView bytes) {
    if (!to.has_begun) {
        to.has_begun = true;
        if (auto begun = to.receiver->begin(to.attempt.answer); !begun.ok()) return to.stop(std::move(begun).error());
    }
    if (auto taken = to.receiver->take(bytes); !taken.ok()) return to.stop(std::move(taken).error());
    return true;
}

bool keep(UnderWay& to, ByteView bytes) {
    auto& body = to.attempt.answer.body;
    if (body.size() + bytes.size() > longest_answer) return to.stop(Error(Fault::io, "the answer is too long"));
    body.append(bytes);
    return true;
}

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* context) {
    auto& to = *static_cast<UnderWay*>(context);
    to.attempt.received += count;
    const bool is_for_receiver = to.receiver != nullptr && to.attempt.answer.is_success();
    const bool is_taken = is_for_receiver ? give_to_receiver(to, {bytes, count}) : keep(to, {bytes, count});
    return is_taken ? count : 0;
}

/// A line of the head. Several heads may come: "100 Continue" stands before the answer.
std::size_t take_field(char* bytes, std::size_t, std::size_t count, void* context) {
    auto& under_way = *static_cast<UnderWay*>(context);
    auto& answer = under_way.attempt.answer;
    auto line = std::string_view(bytes, count);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) under_way.head_is_whole = true;
    if (line.starts_with("HTTP/")) {
        const auto blank = line.find(' ');
        const auto status = blank == std::string_view::npos ? std::nullopt : parse_decimal(line.substr(blank + 1, 3));
        answer = HttpAnswer{status ? static_cast<int>(*status) : 0};
        under_way.head_is_whole = false;
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        answer.fields.emplace_back(to_lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return count;
}

std::size_t give_body(char* buffer, std::size_t, std::size_t size, void* context) {
    auto& from = *static_cast<UnderWay*>(context);
    const auto& body = from.request.body;
    const auto wanted = std::min<std::uint64_t>(size, body.length - from.position);
    if (wanted == 0) return 0;
    auto bytes = body.bytes->read(body.offset + from.position, static_cast<std::size_t>(wanted));
    if (bytes.ok() && bytes->empty()) bytes = Error(Fault::corrupt, "what is to be stored has become shorter");
    if (!bytes.ok()) {
        from.stop(std::move(bytes).error());
        return CURL_READFUNC_ABORT;
    }
    std::memcpy(buffer, bytes->data(), bytes->size());
    from.position += bytes->size();
    from.attempt.sent += bytes->size();
    return bytes->size();
}

int seek_body(void* context, curl_off_t offset, int origin) {
    auto& from = *static_cast<UnderWay*>(context);
    if (origin != SEEK_SET || offset < 0) return CURL_SEEKFUNC_CANTSEEK;
    from.position = static_cast<std::uint64_t>(offset);
    return CURL_SEEKFUNC_OK;
}

Attempt::End end_of(CURLcode code) {
    switch (code) {
        case CURLE_OK: return Attempt::End::answered;
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR: return Attempt::End::unreachable;
        case CURLE_OPERATION_TIMEDOUT: return Attempt::End::timed_out;
        case CURLE_SEND_ERROR:
        case CURLE_SEND_FAIL_REWIND:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE:
        case CURLE_WEIRD_SERVER_REPLY: return Attempt::End::interrupted;
        default: return Attempt::End::impossible;
    }
}

}  // namespace

struct CurlTransport::State {
    explicit State(ConnectionSettings its_settings) : settings(std::move(its_settings)) {}

    const ConnectionSettings settings;
    std::mutex mutex{};
    std::vector<Handle> idle{};  // guarded by `mutex`; each keeps its connection open

    Handle take_handle();
    void give_back(Handle handle);
    void prepare(CURL* handle, UnderWay& under_way) const;
    void prepare_connection(CURL* handle) const;
};

namespace {

void prepare_fields(CURL* handle, UnderWay& under_way) {
    const auto& request = under_way.request;
    for (const auto& [name, value] : request.fields) add(under_way.fields, name + ": " + value);
    add(under_way.fields, fmt::format("user-agent: slipway/{}", version()));
    add(under_way.fields, request.body.length >= worth_asking_first ? "expect: 100-continue" : "expect:");
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, under_way.fields.get());
}

/// PUT and POST announce the length of their body, 0 too.
void prepare_method(CURL* handle, UnderWay& under_way) {
    const auto& request = under_way.request;
    const std::string name(name_of(request.method));
    if (request.method == Method::head) {
        curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    } else if (request.method == Method::put || request.method == Method::post) {
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.length));
        curl_easy_setopt(handle, CURLOPT_UPLOAD_BUFFERSIZE, buffer_size);
        curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_body);
        curl_easy_setopt(handle, CURLOPT_READDATA, &under_way);
        curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, seek_body);
        curl_easy_setopt(handle, CURLOPT_SEEKDATA, &under_way);
    }
    if (request.method == Method::post || request.method == Method::del)
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, name.c_str());
}

void prepare_answer(CURL* handle, UnderWay& under_way) {
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, buffer_size);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &under_way);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_field);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &under_way);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, under_way.reason.data());
}

/// An answer without a body never came to `take_body`: its head decides nevertheless. libcurl is content with half a
/// head.
void finish(UnderWay& under_way, CURLcode code) {
    auto& attempt = under_way.attempt;
    if (code == CURLE_OK && !under_way.head_is_whole) code = CURLE_PARTIAL_FILE;
    attempt.end = end_of(code);
    if (attempt.end == Attempt::End::answered && under_way.receiver != nullptr && attempt.answer.is_success())
        give_to_receiver(under_way, {});
    if (attempt.error)
        attempt.end = Attempt::End::stopped;
    else if (attempt.end != Attempt::End::answered)
        attempt.reason = under_way.reason.front() != '\0' ? under_way.reason.c_str() : curl_easy_strerror(code);
}

}  // namespace

Handle CurlTransport::State::take_handle() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return Handle(curl_easy_init());
    auto handle = std::move(idle.back());
    idle.pop_back();
    return handle;
}

void CurlTransport::State::give_back(Handle handle) {
    curl_easy_reset(handle.get());  // keeps the open connection, and no pointer to what was under way
    const std::lock_guard lock(mutex);
    if (idle.size() < settings.kept_connections) idle.push_back(std::move(handle));
}

void CurlTransport::State::prepare_connection(CURL* handle) const {
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.patience.count()));
    if (settings.ca_file.empty()) return;
    curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

void CurlTransport::State::prepare(CURL* handle, UnderWay& under_way) const {
    const auto& request = under_way.request;
    const auto limit = std::max<long>(1, static_cast<long>(request.time_limit.count()));  // 0 would mean none
    prepare_connection(handle);
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, limit);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                     std::min(limit, static_cast<long>(settings.connect_within.count())));
    prepare_method(handle, under_way);
    prepare_fields(handle, under_way);
    prepare_answer(handle, under_way);
}

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(ConnectionSettings settings) {
    static const bool has_started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    if (!has_started) return Error(Fault::internal, "libcurl cannot start");
    if (!settings.ca_file.empty() && ::access(settings.ca_file.c_str(), R_OK) != 0)
        return Error(Fault::invalid_input, fmt::format("{}: the certificates cannot be read: {}",
                                                       settings.ca_file.string(), std::strerror(errno)));
    return std::unique_ptr<CurlTransport>(new CurlTransport(std::make_unique<State>(std::move(settings))));
}

CurlTransport::CurlTransport(std::unique_ptr<State> state) : state_(std::move(state)) {}
CurlTransport::~CurlTransport() = default;

Attempt CurlTransport::attempt(const HttpRequest& request, Receiver* receiver) {
    auto handle = state_->take_handle();
    if (!handle) throw std::bad_alloc();
    UnderWay under_way{request, receiver};
    state_->prepare(handle.get(), under_way);
    {
        const WithoutSigpipe guard;
        finish(under_way, curl_easy_perform(handle.get()));
    }
    state_->give_back(std::move(handle));
    return std::move(under_way.attempt);
}

}  // namespace slipway::s3
