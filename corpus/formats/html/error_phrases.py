"""How pages that are not articles say so: errors and browser checks, in several languages."""

from __future__ import annotations

import re
from typing import Final

_PAGE: Final = (
    r"(?:web ?)?(?:page|url|address|file|article|resource|document|content|site|link|video|post)"
)
_NOT: Final = r"(?:(?:was|is|are|could|can|does|did) ?)?(?:not|n['’]t|cannot)"
_CODE: Final = r"(?:40[0134]|410|429|50[0234])"

ERROR_TITLE: Final = re.compile(
    rf"^\W*(?:error\W{{0,3}})?{_CODE}\b"
    rf"|\b(?:error|http|fehler|erreur|errore|fout|błąd|erro|code) ?{_CODE}\b|^\W*{_CODE}\W*エラー"
    rf"|\b{_PAGE} {_NOT} (?:be )?(?:found|available|exist)|\b{_PAGE} (?:was )?unavailable"
    r"|^not found\b|^(?:access denied|forbidden|bad gateway|service (?:temporarily )?unavailable)\b"
    r"|^(?:site |scheduled )?maintenance(?: mode| page)?\W*$|^wartungs(?:arbeiten|modus)\W*$"
    r"|^(?:\w+ ){0,3}(?:under|down for|in) (?:scheduled )?maintenance\W*$"
    r"|^(?:we(?:['’]ll| will) be|be right) back (?:soon|shortly|later)\W*$"
    r"|\bunavailable (?:for|due to) legal reasons\W*$|^\W*451\W*(?:unavailable\b|$)"
    r"|^(?:500 )?internal server error\b|^gateway time-?out\b|^nothing (?:was )?found\W*$"
    rf"|^(?:oops|sorry)\b.{{0,40}}{_PAGE}|can(?:no|['’])t find (?:that|the|this) {_PAGE}"
    r"|\b(?:web)?seite (?:\w+ ){0,3}(?:nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar|existier))"
    r"|\bpage (?:[\w’']+ ){0,3}(?:non trouvée|introuvable)|contenu introuvable"
    r"|\bpage n[’'](?:existe|est) (?:pas|plus)"
    r"|página (?:\w+ ){0,3}no (?:encontrada|existe|est[áa]|(?:se )?(?:ha )?(?:sido )?encontr)"
    r"|página no (?:encontrada|existe|disponible)|no (?:hemos |se ha )?(?:podido )?"
    r"encontr\w+ (?:la|esta|esa) página"
    r"|página (?:\w+ ){0,2}não (?:\w+ )?(?:encontrada|existe)"
    r"|pagina (?:\w+ ){0,3}(?:non (?:\w+ )?(?:trovata|esiste|disponibile)|inesistente)"
    r"|impossibile trovare la pagina|non \w+ (?:trovare )?(?:la|questa) pagina"
    r"|pagina (?:\w+ ){0,3}niet (?:\w+ )?(?:gevonden|beschikbaar|bestaa)|pagina bestaat niet"
    r"|nie znaleziono strony|strona (?:\w+ )?nie (?:istnieje|została (?:od|z)naleziona)"
    r"|страница (?:\w+ )?не (?:найдена|существует)"
    r"|页面?(?:不存在|未找到|无法找到|没有找到|找不到)|頁面(?:不存在|未找到)"
    r"|(?:找不到|未找到)(?:该|该网|此|您访问的)?(?:網頁|网页|頁面|页面|页)"
    r"|ページ[がは]?(?:見つかりません|存在しません)|ページが見つから",
    re.IGNORECASE,
)
LOGIN_TITLE: Final = re.compile(
    r"^(?:please )?(?:log|sign) ?in(?:to)?(?: (?:to|or) [\w ]{1,30})?\W*$|^login\W*$",
    re.IGNORECASE,
)
PASSWORD: Final = re.compile(
    r"pass(?:word|code|wort)|kennwort|mot de passe|contraseña|wachtwoord|senha|hasło|пароль"
    r"|密[码碼]|パスワード",
    re.IGNORECASE,
)
ERROR_TEXT: Final = re.compile(
    r"(?:you(?:['’]re| are| were)? (?:looking for|requested|tried to|followed)|the requested)"
    r"|(?:could|can) ?not be found|can['’]t be found|(?:was|is) not found|nothing (?:was )?found"
    r"|(?:does ?n['o’]?t|no longer) exist|(?:is|are) ?(?:n['’]t|not|no longer) available"
    r"|(?:may|might) (?:have )?(?:been )?(?:moved|removed|deleted|expired|broken|be broken)"
    r"|has been (?:moved|removed|deleted)|try (?:searching|again|a (?:new )?search)"
    r"|(?:back|return|go) to (?:the |our )?(?:home|front|start)|check the (?:address|url|spelling)"
    r"|permission to access|on this server|reference #|server (?:error|is)|server administrator"
    r"|(?:the|an|web) server (?:encountered|returned|received|reported)|internal (?:server )?error"
    r"|misconfiguration|complete your request|errordocument|temporarily (?:unable|unavailable)"
    r"|(?:performing|undergoing|doing|carrying out) (?:[\w-]+ ){0,3}maintenance|wartungsarbeiten"
    r"|down for (?:[\w-]+ ){0,2}maintenance|be back (?:soon|shortly|online|later)"
    r"|european economic area|(?:must|need to|have to) (?:be logged|log|sign) ?in"
    r"|please (?:log|sign) ?in|your password|forgot (?:your )?password"
    r"|upstream server|maintenance downtime|capacity problems"
    r"|existiert (?:leider )?nicht|nicht (?:mehr )?(?:gefunden|verfügbar|vorhanden|erreichbar)"
    r"|(?:gelöscht|verschoben|entfernt) (?:worden|wurde)|startseite"
    r"|n['’](?:existe|est) (?:pas|plus)|(?:introuvable|a été (?:déplacée|supprimée))"
    r"|que vous (?:cherchez|recherchez|demandez)|(?:page|retour à l['’])\W?accueil"
    r"|no existe|no (?:se ha )?encontra\w+|ya no está"
    r"|que (?:est[áa]s? )?busca|ha sido (?:movida|eliminada)|página de inicio"
    r"|não existe|que (?:você )?procura|foi removida|página inicial"
    r"|non esiste|(?:nulla|niente) in questa|stato trovato"
    r"|che (?:stai cercando|cerchi|hai richiesto)|(?:spostata|rimossa)"
    r"|bestaat (?:helaas )?niet|(?:je|u) zoekt|kan niet worden gevonden|(?:verplaatst|verwijderd)"
    r"|niet (?:meer )?(?:gevonden|beschikbaar)|niets gevonden"
    r"|nichts (?:zu finden|gefunden)|niczego tu nie ma|找不到|未找到"
    r"|nie istnieje|której szukasz|(?:przeniesiona|usunięta)|не существует"
    r"|首页|首頁|不存在|已(?:被)?(?:删除|刪除|移除)|トップページ|お探しの|(?:移動|削除)(?:また|され|した)"
    r"|見つかりません",
    re.IGNORECASE,
)
CHECK: Final = re.compile(
    r"checking (?:your|if the site) (?:browser|connection)|verif(?:y|ying) (?:that )?you are "
    r"(?:a )?human|(?:are|you['’]re) (?:you )?(?:not )?a robot|just a moment|attention required"
    r"|enable javascript and cookies|complete the (?:captcha|security check)|unusual traffic"
    r"|ray id\b|ddos protection|performance (?:&|and) security by|security check"
    r"|you have been blocked|you are unable to access|why have i been blocked"
    r"|security (?:service|solution)|could trigger this block|let them know you were blocked"
    r"|pardon our interruption|(?:think|thought) (?:that )?you (?:were|are|might be) a (?:ro)?bot"
    r"|super-human speed|(?:you['’]ve|you have) disabled (?:cookies|javascript)"
    r"|preventing javascript from|cookies and javascript are enabled|to regain access"
    r"|please enable (?:js|javascript|cookies)|disable (?:any|your) ad ?-?blocker"
    r"|this process is automatic|your browser will redirect|allow up to \d+ seconds"
    r"|not a robot|browser (?:supports javascript|is accepting cookies)"
    r"|security of your connection|may take a few seconds|enter the characters you see"
    r"|sie ein mensch|sicherheit ihrer verbindung|kann einige sekunden|nur einen moment"
    r"|vérifi\w+ que vous êtes (?:un )?(?:être )?humain|la sécurité de votre connexion"
    r"|prendre quelques secondes|eres humano|es un ser humano|seguridad de su conexión"
    r"|tardar unos segundos|sicurezza della (?:tua )?connessione|beveiliging van (?:je|uw) verb"
    r"|确认您是真人|检查您的(?:连接|浏览器)|接続の(?:セキュリティ|安全性)|人間であること",
    re.IGNORECASE,
)
# What a page of nothing but a check says to whoever opens it; one is enough there.
CHECK_ALONE: Final = re.compile(
    r"checking (?:your|if the site) (?:browser|connection) (?:before|is)|verif\w+ (?:that )?you are"
    r" (?:a )?human|please enable (?:js|javascript) (?:and|to)\b|you have been blocked"
    r"|pardon our interruption|you (?:were|are|might be) a (?:ro)?bot"
    r"|(?:need to|must|please) enable (?:js|javascript)\b|javascript (?:is|must be|has to be) "
    r"(?:required|disabled|not enabled|enabled|turned off)|requires? javascript"
    r"|javascript (?:ist|wird) (?:deaktiviert|benötigt)|javascript aktivieren"
    r"|activer javascript|activar javascript|habilitar javascript|abilitare javascript",
    re.IGNORECASE,
)
