Target amd64-unicode
; Installs the bundle that build.py made, for the signed-in user, without administrator rights.
; Options stand before the script: makensis -INPUTCHARSET UTF8 -DVER=0.1.0 -DSRC=folder -DOUT=setup.exe -DICON=app.ico trainingdesk.nsi
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "LogicLib.nsh"

!ifndef VER | SRC | OUT | ICON
  !error "VER, SRC, OUT and ICON are needed: use build.py"
!endif
!define APP "TrainingDesk"
!define APPZH "训务台"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"

Name "$(AppName)"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "Software\${APP}" "InstallDir"
BrandingText "${APPZH} ${VER}"
ManifestDPIAware true

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${APP}.exe"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString AppName ${LANG_SIMPCHINESE} "${APPZH}"
LangString AppName ${LANG_ENGLISH} "TrainingDesk"
LangString UninstallName ${LANG_SIMPCHINESE} "卸载${APPZH}"
LangString UninstallName ${LANG_ENGLISH} "Uninstall TrainingDesk"
LangString Running ${LANG_SIMPCHINESE} "${APPZH}正在运行。请先关闭它，再继续。"
LangString Running ${LANG_ENGLISH} "TrainingDesk is running. Close it, then go on."

VIProductVersion "${VER}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${APPZH}"
VIAddVersionKey /LANG=2052 "FileDescription" "${APPZH}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VER}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VER}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"
VIAddVersionKey /LANG=1033 "ProductName" "TrainingDesk"
VIAddVersionKey /LANG=1033 "FileDescription" "TrainingDesk setup"
VIAddVersionKey /LANG=1033 "FileVersion" "${VER}"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VER}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "MIT"

; A running program can't be replaced: its file can't be opened for writing.
!macro RefuseWhileRunning
  ${Do}
    ${If} ${FileExists} "$INSTDIR\${APP}.exe"
      ClearErrors
      FileOpen $0 "$INSTDIR\${APP}.exe" a
      ${If} ${Errors}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY +2
        Abort
        ${Continue}
      ${EndIf}
      FileClose $0
    ${EndIf}
    ${Break}
  ${Loop}
!macroend

Section "Install"
  !insertmacro RefuseWhileRunning
  ; What an older version left would be found before what this one brings.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${SRC}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\$(AppName)"
  CreateShortcut "$SMPROGRAMS\$(AppName)\$(AppName).lnk" "$INSTDIR\${APP}.exe"
  CreateShortcut "$SMPROGRAMS\$(AppName)\$(UninstallName).lnk" "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${APP}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\${APP}" "Shortcuts" "$SMPROGRAMS\$(AppName)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "$(AppName)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VER}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${APP}.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

; Takes the program away and leaves the desk: people's data are never removed by an uninstaller.
Section "Uninstall"
  !insertmacro RefuseWhileRunning
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${APP}.exe"
  Delete "$INSTDIR\trainingdesk-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ReadRegStr $1 HKCU "Software\${APP}" "Shortcuts"
  ${If} $1 != ""
    RMDir /r "$1"
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${APP}"
SectionEnd
