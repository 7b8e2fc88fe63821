"""From the tools file to engines behind the door: the one place that chooses a provider."""

from matinee.assembly.ages_engine import AgesEngine
from matinee.assembly.cosmetics_engine import CosmeticsEngine
from matinee.assembly.key_carrier import KeyCarrierEngine
from matinee.assembly.settings import Settings
from matinee.clearance.record.service import RecordService
from matinee.foundation.database import Database
from matinee.generation.accounts import CallAccounts
from matinee.generation.answers import CarryProvider, ImageProvider, ReageProvider, TextProvider
from matinee.generation.kept import KeptAnswers
from matinee.generation.model import Modality
from matinee.generation.providers.comfyui import ComfyUi, Workflow
from matinee.generation.providers.deterministic import Deterministic
from matinee.generation.providers.diffusers_folder import DiffusersFolder
from matinee.generation.providers.http_json import Limits, ModelServer
from matinee.generation.providers.http_reageing import HttpReageing
from matinee.generation.providers.llama_cpp import LlamaCpp
from matinee.generation.providers.onnx_reageing import OnnxReageing
from matinee.generation.providers.openai_style import ChatCompletions, ImageGenerations
from matinee.generation.service import GenerationService
from matinee.generation.tools_file import (
    CarryTool,
    ChatTool,
    ComfyTool,
    CosmeticsTool,
    DiffusersTool,
    DoubleTool,
    LlamaTool,
    PictureTool,
    ReageTool,
    ServedReageTool,
    ServerTool,
    read_tools,
    secret_of,
)
from matinee.generation.vigil import Vigil
from matinee.operation.flags.model import Switches


def open_door(
    settings: Settings, database: Database, record: RecordService, switches: Switches
) -> GenerationService:
    """The door with the record's ports behind it; nothing is loaded before it is asked."""
    given = settings.generation
    tools = read_tools(given.tools_file)
    texts: dict[str, TextProvider] = {}
    images: dict[str, ImageProvider] = {}
    reages: dict[str, ReageProvider] = {}
    carriers: dict[str, CarryProvider] = {}
    for name, tool in tools.items():
        match tool:
            case ChatTool():
                profile = tool.profile(Modality.TEXT, ChatCompletions.can)
                texts[name] = ChatCompletions(_server(tool), profile)
            case PictureTool():
                profile = tool.profile(Modality.IMAGE, ImageGenerations.can(edits=tool.edits))
                images[name] = ImageGenerations(_server(tool), profile)
            case ComfyTool():
                workflow = Workflow.read(tool.workflow)
                profile = tool.profile(Modality.IMAGE, workflow.can)
                images[name] = ComfyUi(_server(tool), profile, workflow)
            case DiffusersTool():
                can = DiffusersFolder.can_of(tool.folder)
                profile = tool.profile(Modality.IMAGE, can)
                images[name] = DiffusersFolder(
                    tool.folder, profile, steps=tool.steps, device=tool.device
                )
            case LlamaTool():
                profile = tool.profile(Modality.TEXT, LlamaCpp.can)
                texts[name] = LlamaCpp(
                    tool.file, profile, package=tool.package, context=tool.context
                )
            case ReageTool() | ServedReageTool():
                network = _network(tool)
                reages[name], carriers[name] = network, AgesEngine(network)
            case CarryTool() | CosmeticsTool():
                of = KeyCarrierEngine if isinstance(tool, CarryTool) else CosmeticsEngine
                carriers[name] = of(tool.profile(Modality.REAGE, of.can))
            case DoubleTool():
                double = Deterministic(tool.profile(tool.modality, Deterministic.can))
                place = {Modality.TEXT: texts, Modality.IMAGE: images, Modality.REAGE: reages}
                place[tool.modality][name] = double
    return GenerationService(
        record.permits,
        record.outputs,
        record.names,
        text_tools=texts,
        image_tools=images,
        reage_tools=reages,
        carry_tools=carriers,
        bounds_of={name: tool.bounds() for name, tool in tools.items()},
        prices={name: tool.price.price() for name, tool in tools.items()},
        vigil=Vigil(every=given.permit_check_seconds),
        kept=KeptAnswers(given.kept_answers_bytes, given.kept_answers_seconds),
        book=CallAccounts(database),
        switches=switches,
    )


def named_models(settings: Settings) -> int:
    """How many models the tools file names; Conflict where it, or a secret, cannot be used."""
    tools = read_tools(settings.generation.tools_file)
    for tool in tools.values():
        if isinstance(tool, ServerTool):
            secret_of(tool)
    return len(tools)


def _network(tool: ReageTool | ServedReageTool) -> ReageProvider:
    profile = tool.profile(Modality.REAGE, AgesEngine.can)
    if isinstance(tool, ReageTool):
        return OnnxReageing(tool.file, profile)
    return HttpReageing(_server(tool), profile, version=tool.version)


def _server(tool: ServerTool) -> ModelServer:
    limits = Limits(tool.call_seconds, tool.answer_bytes, tool.attempts)
    return ModelServer(tool.address, secret=secret_of(tool), limits=limits)
